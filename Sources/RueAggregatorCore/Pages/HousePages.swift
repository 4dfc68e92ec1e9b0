import RueHTTP
import RueStore

/// Gives the household its pages, as whole HTML documents that need no script.
enum HousePages {
    /// Answers a request for a page. Blocks while it reads the history that the page shows.
    ///
    /// - Parameters:
    ///   - path: the request's path, as sent.
    ///   - query: what follows the `?`, as sent.
    ///   - view: the house, and where to read.
    /// - Returns: nil when no page has that path.
    /// - Throws: what the store says.
    static func response(
        path: String, query: String?, view: HouseView
    ) throws(StoreError) -> HTTPResponse? {
        guard let parameters = QueryParameters(query) else {
            return problem(
                400, "That address is garbled",
                "What follows the question mark cannot be read. Begin again from the house.", view)
        }
        switch path {
        case "/": return page(200, try HousePage.html(view))
        case "/compare":
            let choice = CompareChoice(parameters, view)
            return page(200, try ComparePage(choice: choice, view: view).html)
        case "/licences": return page(200, LicencesPage.html(view))
        default:
            guard path.hasPrefix(nodes) else { return nil }
            return try node(String(path.dropFirst(nodes.count)), parameters, view)
        }
    }

    private static let nodes = "/node/"

    private static func node(
        _ encoded: String, _ parameters: QueryParameters, _ view: HouseView
    ) throws(StoreError) -> HTTPResponse {
        guard let name = PercentEncoding.decode(encoded), let node = view.snapshot.node(named: name)
        else {
            return problem(
                404, "No such room",
                "No active node has that name. It may have been renamed or revoked: "
                    + "rue-aggregator node list tells.", view)
        }
        guard let span = ChartSpan(rawValue: parameters["span"] ?? ChartSpan.day.rawValue) else {
            return problem(
                400, "No such time span", "A chart shows a day, a week, a month or a year.", view)
        }
        return page(200, try NodePage(node: node, span: span, view: view).html)
    }

    private static func problem(
        _ status: Int, _ title: String, _ text: String, _ view: HouseView
    ) -> HTTPResponse {
        page(status, ProblemPage.html(title: title, text: text, view))
    }

    private static func page(_ status: Int, _ html: HTML) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: ["Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"],
            body: Array(html.markup.utf8))
    }
}
