public import RueHTTP
import Synchronization

/// The way back to the client for one request. May be used from any thread, once: what comes after
/// the first answer is dropped. A responder that is let go without an answer answers 500.
///
/// The client may be gone by then; nobody is told, and nothing is sent.
public final class Responder: Sendable {
    private let destination: any AnswerDestination
    private let isAnswered = Atomic<Bool>(false)

    /// A responder without a connection, for calling a handler directly.
    ///
    /// - Parameters:
    ///   - receive: gets the response, or the head of a stream, on the thread that responds.
    ///   - receivePiece: gets each piece of a stream, on the thread that sends it.
    public init(
        _ receive: @escaping @Sendable (HTTPResponse) -> Void,
        receivePiece: @escaping @Sendable ([UInt8]) -> Void = { _ in }
    ) {
        destination = DirectDestination(receive: receive, receivePiece: receivePiece)
    }

    init(_ destination: any AnswerDestination) {
        self.destination = destination
    }

    deinit {
        respond(HTTPResponse(status: 500))
    }

    /// Answers the request.
    public func respond(_ response: HTTPResponse) {
        respond(making: { response })
    }

    /// Answers the request with a response that is made on the connection's event-loop thread, just
    /// before it is written: for work, such as signing, that should not hold the caller up.
    ///
    /// - Parameter make: must not block. Not called when the client is gone.
    public func respond(making make: @escaping @Sendable () -> HTTPResponse) {
        if isFirst() { destination.answer(make) }
    }

    /// Answers the request with a body that goes on until one side ends it. Never blocks.
    ///
    /// The connection ends with the body; while it lasts it is never closed for being idle, and a
    /// client that leaves, or half-closes, ends it at once.
    /// - Parameters:
    ///   - head: status and fields; its body is not sent, a Content-Length neither.
    ///   - onClose: called exactly once when a stream was returned: after ``ResponseStream/close()``
    ///     and the last byte, when the client leaves or takes too little, or at the end of the
    ///     server. Runs on an event-loop thread (or on the one that stops the server), and must not
    ///     block; never from within ``ResponseStream/send(_:)``.
    /// - Returns: where the body goes; nil, without a call of `onClose`, when the request has been
    ///   answered already; when it is HEAD, which is answered with the head alone; when too many
    ///   streams are open, which is answered as ``HTTPError/noStreamLeft``; or when the server has
    ///   ended.
    public func stream(
        _ head: HTTPResponse, onClose: @escaping @Sendable () -> Void
    ) -> ResponseStream? {
        isFirst() ? destination.stream(head, onClose) : nil
    }

    private func isFirst() -> Bool {
        isAnswered.compareExchange(
            expected: false, desired: true, ordering: .acquiringAndReleasing
        ).exchanged
    }
}
