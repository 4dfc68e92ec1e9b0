import RueAggregatorCore
import RueServer
import RueStore

/// The part of the server that shows the house.
struct House {
    let board: HouseBoard
    let service: HouseService
    private let port: UInt16

    /// - Parameters:
    ///   - page: where it is to be shown; nil results for nowhere.
    ///   - store: what is shown.
    /// - Throws: when the store cannot be read, or the system gives no thread.
    init?(_ page: PageAddress, _ store: SQLiteStore) throws(Failure) {
        guard case .port(let port) = page else { return nil }
        self.port = port
        let board = try storing { () throws(StoreError) in
            try HouseBoard(
                store: store, clock: { SystemClock.nowMilliseconds }, log: { Log.write($0) })
        }
        self.board = board
        do throws(ServerError) {
            service = try HouseService(
                store: store, board: board, clock: { SystemClock.nowMilliseconds },
                log: { Log.write($0) })
        } catch {
            board.stop()
            throw Failure(error)
        }
    }

    /// Where it listens: never on an address that other machines reach.
    var listener: Listener {
        Listener(port: port, isLoopbackOnly: true, tls: nil, application: service.application)
    }

    /// Why a server did not start; which option helps when it is about the page's port.
    func failure(_ error: ServerError, nodePort: UInt16) -> Failure {
        let failure = Failure(error)
        switch error {
        case .portInUse(port), .portForbidden(port), .cannotListen(port: port, errno: _):
            guard port != nodePort else { return failure }
            return Failure(
                failure.exitCode,
                "the page: " + failure.message
                    + " with --page PORT (or --page 0 for any, or --page off)")
        default: return failure
        }
    }

    /// Ends its threads, the last to read the store.
    func stop() {
        service.stop()
        board.stop()
    }
}
