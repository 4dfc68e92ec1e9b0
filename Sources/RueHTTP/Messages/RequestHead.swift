/// What is known of a request once its header section is complete, before its body has come.
/// A server decides on it whether to take the body at all.
public struct RequestHead: Equatable, Sendable {
    /// The method, case-sensitive: `POST`.
    public let method: String
    /// The path as sent, percent-encoding left as it is; begins with `/`.
    public let path: String
    /// What follows the `?` as sent, or nil without one.
    public let query: String?
    /// Every header field.
    public let headers: HTTPHeaders
    /// The length of the body in bytes, as declared; 0 when the method needs none and none is
    /// given.
    public let contentLength: Int
    /// Whether the client lets the connection live on: no `Connection: close`.
    public let keepsAlive: Bool
}
