/// A response with its whole body.
public struct HTTPResponse: Equatable, Sendable {
    /// The status code, 200…599.
    public var status: Int
    /// The header fields. Serialising writes Content-Length itself.
    public var headers: HTTPHeaders
    /// The body; empty without one.
    public var body: [UInt8]

    /// Makes a response.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether a status never has a body: 1xx, 204 and 304 (RFC 9112 §6.3).
    public static func isBodiless(_ status: Int) -> Bool {
        status < 200 || status == 204 || status == 304
    }

    /// The whole response in one buffer, so that it can go out in one write; framed and cleaned as
    /// ``HTTPRequest/serialise()`` says.
    ///
    /// - Parameter omittingBody: for the answer to a HEAD request: the length stays, the body goes.
    /// - Returns: status line, fields, and the body.
    public func serialise(omittingBody: Bool = false) -> [UInt8] {
        let isBodiless = HTTPResponse.isBodiless(status)
        var bytes = head(length: isBodiless ? nil : body.count)
        if !isBodiless && !omittingBody { bytes.append(contentsOf: body) }
        return bytes
    }

    /// The status line and the fields of a response whose body follows piece by piece and ends with
    /// the connection (RFC 9112 §6.3 rule 8): without Content-Length, and with `Connection: close`.
    /// ``body`` is left out.
    ///
    /// - Returns: the bytes up to the empty line, which is the last of them.
    public func serialiseHeadOfStream() -> [UInt8] {
        var head = self
        head.headers["Connection"] = "close"
        return head.head(length: nil)
    }

    private func head(length: Int?) -> [UInt8] {
        var writer = MessageWriter(bodyCount: length ?? 0)
        writer.raw("HTTP/1.1 ")
        writer.decimal(status)
        writer.raw(" ")
        writer.raw(HTTPResponse.reason(status))
        writer.raw("\r\n")
        writer.fields(headers)
        if let length { writer.contentLength(length) }
        writer.raw("\r\n")
        return writer.bytes
    }

    /// The phrase RFC 9110 §15 gives a status; empty for one that Rue never sends.
    public static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 421: "Misdirected Request"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: ""
        }
    }
}
