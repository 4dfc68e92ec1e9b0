/// A request with its whole body.
public struct HTTPRequest: Equatable, Sendable {
    /// The method, case-sensitive: `POST`.
    public var method: String
    /// The path as on the wire, percent-encoded; begins with `/`.
    public var path: String
    /// What follows the `?` as on the wire, or nil without one.
    public var query: String?
    /// The header fields. Serialising writes Content-Length itself.
    public var headers: HTTPHeaders
    /// The body; empty without one.
    public var body: [UInt8]

    /// Makes a request; a `Host` field is needed before it is sent (RFC 9112 §3.2).
    public init(
        method: String, path: String, query: String? = nil, headers: HTTPHeaders = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The whole request in one buffer, so that it can go out in one write.
    ///
    /// Framing belongs to the serialiser: Content-Length is its own, and a Content-Length or
    /// Transfer-Encoding among the headers is left out. A control byte in a field becomes a space
    /// (RFC 9110 §5.5), so that no value can start a field of its own.
    public func serialise() -> [UInt8] {
        var writer = MessageWriter(bodyCount: body.count)
        writer.text(method)
        writer.text(" ")
        writer.text(path)
        if let query {
            writer.text("?")
            writer.text(query)
        }
        writer.raw(" HTTP/1.1\r\n")
        writer.fields(headers)
        if !body.isEmpty || RequestHead.needsLength(method) { writer.contentLength(body.count) }
        writer.raw("\r\n")
        writer.bytes.append(contentsOf: body)
        return writer.bytes
    }
}
