import RueHTTP
import RueStore

extension HousePages {
    /// Answers a request for a page. Blocks while it reads the history that the page shows.
    ///
    /// - Parameters:
    ///   - path: the request's path, as sent.
    ///   - query: what follows the `?`, as sent.
    ///   - context: the house, and this thread's readers.
    /// - Returns: nil when no page has that path.
    /// - Throws: what the store says.
    static func response(
        path: String, query: String?, context: PageContext
    ) throws(StoreError) -> HTTPResponse? {
        let view = HouseView(
            snapshot: context.snapshot, zone: .machine,
            history: { (request) throws(StoreError) in try history(request, context) },
            overview: { (node) throws(StoreError) in try overview(node, context) },
            pending: { () throws(StoreError) in
                try context.reader.nodes().filter { $0.status == .pending }.map(\.name)
            })
        return try response(path: path, query: query, view: view)
    }

    private static func history(
        _ request: RangeRequest, _ context: PageContext
    ) throws(StoreError) -> RangeAnswer? {
        do throws(RangeError) {
            return try context.range.answer(request)
        } catch .store(let error) {
            throw error
        } catch {
            return nil
        }
    }

    private static func overview(
        _ node: String, _ context: PageContext
    ) throws(StoreError) -> NodeOverview? {
        do throws(NodeError) {
            return try NodeDirectory.overview(of: node, context.reader)
        } catch .store(let error) {
            throw error
        } catch {
            return nil
        }
    }
}
