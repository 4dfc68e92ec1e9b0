public import RueHTTP
public import RueServer
public import RueStore

/// The household's port: the JSON API, the live stream and the pages, for this machine only until
/// there are accounts.
public final class HouseService: Sendable {
    private let board: HouseBoard

    /// Starts the workers.
    ///
    /// - Parameters:
    ///   - store: where everything is kept; it is only read.
    ///   - board: the latest values.
    ///   - log: told, in words, of faults that no client's answer tells; called from several
    ///     threads.
    /// - Throws: when the store cannot be read, or the system gives no thread.
    public init(
        store: any Store, board: HouseBoard, log: @escaping @Sendable (String) -> Void
    ) throws(StoreError) {
        self.board = board
    }

    /// Answers a request. Nothing here blocks: what takes long is done by the workers.
    ///
    /// - Parameters:
    ///   - request: the whole request.
    ///   - peer: who asks.
    ///   - responder: the way back.
    public func handle(_ request: HTTPRequest, from peer: PeerAddress, _ responder: Responder) {
        responder.respond(HTTPResponse(status: 503))
    }

    /// Ends the streams and the workers. Blocks until then.
    public func stop() {}
}
