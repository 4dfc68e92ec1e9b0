public import RueHTTP
import Synchronization

/// The way back to the client for one request. May be used from any thread, once: what comes after
/// the first answer is dropped. A responder that is let go without an answer answers 500.
///
/// The client may be gone by then; nobody is told, and nothing is sent.
public final class Responder: Sendable {
    private let deliver: @Sendable (@escaping @Sendable () -> HTTPResponse) -> Void
    private let isAnswered = Atomic<Bool>(false)

    /// A responder without a connection, for calling a handler directly.
    ///
    /// - Parameter receive: gets the response, on the thread that responds.
    public init(_ receive: @escaping @Sendable (HTTPResponse) -> Void) {
        deliver = { receive($0()) }
    }

    init(loop: EventLoop, connection: UInt64) {
        deliver = { loop.answer(connection: connection, $0) }
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
        let (isFirst, _) = isAnswered.compareExchange(
            expected: false, desired: true, ordering: .acquiringAndReleasing)
        if isFirst { deliver(make) }
    }
}
