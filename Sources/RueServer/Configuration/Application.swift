public import RueHTTP

/// What stands behind a listener: it judges requests, answers them, and words refusals.
///
/// All three closures run on event-loop threads, several at a time, and must not block: whatever
/// takes long goes to a thread of its own and comes back through the ``Responder``.
public struct Application: Sendable {
    /// Judges a request whose header section is complete, before its body has come.
    public var limits: @Sendable (RequestHead, PeerAddress) -> RouteDecision
    /// Words the answer to a fault of HTTP itself; its status should be ``HTTPError/status``.
    public var faultResponse: @Sendable (HTTPError) -> HTTPResponse
    /// Takes a whole request. The answer goes through the responder, now or later.
    public var handler: @Sendable (HTTPRequest, PeerAddress, Responder) -> Void

    /// Puts an application together from its three parts.
    public init(
        limits: @escaping @Sendable (RequestHead, PeerAddress) -> RouteDecision,
        faultResponse: @escaping @Sendable (HTTPError) -> HTTPResponse,
        handler: @escaping @Sendable (HTTPRequest, PeerAddress, Responder) -> Void
    ) {
        self.limits = limits
        self.faultResponse = faultResponse
        self.handler = handler
    }
}
