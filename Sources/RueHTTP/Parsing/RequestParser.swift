/// Reads requests from the bytes of one connection, in whatever pieces they come (RFC 9112).
///
/// Stricter than the RFC asks, where leniency lets two programs understand one stream differently:
/// no Transfer-Encoding at all, no second Content-Length or Host, no bare LF or CR, no folded
/// fields, no empty line before a request, only HTTP/1.1 and only a path as target.
///
/// One request at a time: bytes after the current one are kept and looked at after
/// ``next()`` has given it out. After an error the parser keeps throwing it.
public struct RequestParser: Sendable {
    private let limits: HTTPLimits
    private var section: HeaderSection
    private var line: RequestLine?
    private var failure: HTTPError?

    /// The current request without its body, as soon as its header section is complete.
    public private(set) var head: RequestHead?

    /// Makes a parser at the start of a connection.
    ///
    /// - Parameter limits: the limits of every request. A route with a smaller limit for bodies
    ///   compares it with ``RequestHead/contentLength``.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        section = HeaderSection(limits: limits)
    }

    /// Bytes received that belong to no request given out yet.
    public var pendingBytes: Int { section.pendingBytes }

    /// Whether any byte of a request that is not given out has come: an idle connection has none.
    public var isInsideRequest: Bool { section.pendingBytes > 0 }

    /// Takes bytes in, and reads as much of the current header section as they complete.
    ///
    /// - Parameter bytes: any piece of the stream.
    /// - Throws: what is wrong with the header section.
    public mutating func append(_ bytes: some Sequence<UInt8>) throws(HTTPError) {
        if let failure { throw failure }
        section.append(bytes)
        try advance()
    }

    /// Reads on to the end of the current request's header section, so that a server can judge it
    /// before its body comes.
    ///
    /// - Returns: ``head``, nil while bytes are missing.
    /// - Throws: what is wrong with the header section.
    public mutating func nextHead() throws(HTTPError) -> RequestHead? {
        try advance()
        return head
    }

    /// Gives the current request out when it is complete, and begins the next one.
    ///
    /// - Returns: the request, or nil while bytes are missing.
    /// - Throws: what is wrong with the header section.
    public mutating func next() throws(HTTPError) -> HTTPRequest? {
        try advance()
        guard let head, let body = section.finish(bodyLength: head.contentLength) else {
            return nil
        }
        self.head = nil
        line = nil
        return HTTPRequest(
            method: head.method, path: head.path, query: head.query, headers: head.headers,
            body: body)
    }

    private mutating func advance() throws(HTTPError) {
        if let failure { throw failure }
        do throws(HTTPError) {
            try readHead()
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func readHead() throws(HTTPError) {
        while head == nil, let part = try section.next() {
            switch part {
            case .startLine(let text): line = try RequestLine(line: text)
            case .end: try finishHead()
            }
        }
    }

    private mutating func finishHead() throws(HTTPError) {
        guard let line else { return }
        let head = try RequestHead(line: line, headers: section.headers)
        guard head.contentLength <= limits.maximumBodyBytes else { throw .bodyTooLarge }
        self.head = head
    }
}
