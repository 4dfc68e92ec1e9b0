/// Reads responses on the client's side of one connection, in whatever pieces they come.
///
/// As strict as ``RequestParser``: every response that can have a body must declare its length.
/// It is for answers to anything but HEAD. After an error it keeps throwing that error.
public struct ResponseParser: Sendable {
    private let limits: HTTPLimits
    private var section: HeaderSection
    private var status: Int?
    private var length: Int?
    private var failure: HTTPError?

    /// Whether the last response given out lets the connection live on.
    public private(set) var keepsAlive = true

    /// Makes a parser at the start of a connection.
    ///
    /// - Parameter limits: how long a header section and a body may be.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        section = HeaderSection(limits: limits)
    }

    /// Bytes received that belong to no response given out yet. A client that has no request
    /// under way and finds some here is out of step, and should close.
    public var pendingBytes: Int { section.pendingBytes }

    /// Takes bytes in, and reads as much of the current header section as they complete.
    ///
    /// - Parameter bytes: any piece of the stream.
    /// - Throws: what is wrong with the header section.
    public mutating func append(_ bytes: some Sequence<UInt8>) throws(HTTPError) {
        if let failure { throw failure }
        section.append(bytes)
        try advance()
    }

    /// Gives the current response out when it is complete, and begins the next one.
    ///
    /// - Returns: the response, or nil while bytes are missing.
    /// - Throws: what is wrong with the header section.
    public mutating func next() throws(HTTPError) -> HTTPResponse? {
        try advance()
        let headers = section.headers
        guard let status, let length, let body = section.finish(bodyLength: length) else {
            return nil
        }
        self.status = nil
        self.length = nil
        return HTTPResponse(status: status, headers: headers, body: body)
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
        while length == nil, let part = try section.next() {
            switch part {
            case .startLine(let text): status = try ResponseParser.status(text)
            case .end: try finishHead()
            }
        }
    }

    private mutating func finishHead() throws(HTTPError) {
        guard let status else { return }
        let headers = section.headers
        let declared = try headers.declaredLength()
        if HTTPResponse.isBodiless(status) {
            // A 304 may declare the length that a 200 would have had; no body follows.
            length = 0
        } else {
            guard let declared else { throw .lengthRequired }
            guard declared <= limits.maximumBodyBytes else { throw .bodyTooLarge }
            length = declared
        }
        keepsAlive = !headers.hasConnectionOption("close")
    }

    /// `HTTP/1.1 SP 3DIGIT SP [reason]` (RFC 9112 §4).
    private static func status(_ line: ArraySlice<UInt8>) throws(HTTPError) -> Int {
        guard line.starts(with: "HTTP/".utf8) else { throw .statusLine }
        guard line.starts(with: "HTTP/1.1 ".utf8) else { throw .version }
        let rest = Array(line.dropFirst(9))
        guard rest.count >= 4, rest[3] == ByteClass.space,
            rest.prefix(3).allSatisfy({ ByteClass.isDigit($0) }),
            rest.allSatisfy({ !ByteClass.isControl($0) && $0 < 0x80 })
        else { throw .statusLine }
        let status = rest.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard status >= 100, status < 600 else { throw .statusLine }
        guard status >= 200 else { throw .informational }
        return status
    }
}
