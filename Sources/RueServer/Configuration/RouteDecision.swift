public import RueHTTP

/// Whether a request's body is wanted.
public enum RouteDecision: Sendable {
    /// The request is taken if its body has at most this many bytes; else 413.
    case accept(maximumBodyBytes: Int)
    /// The request is answered with this at once. When its body has not come yet, the connection
    /// is closed after the answer.
    case refuse(HTTPResponse)
}
