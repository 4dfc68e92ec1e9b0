/// Why a message was refused. After any of these the connection's bytes cannot be trusted to be in
/// step any more: answer with ``status`` and close.
public enum HTTPError: Error, Equatable, Hashable, Sendable, CaseIterable {
    /// The first line is not `METHOD target HTTP/1.1`, single spaces between.
    case requestLine
    /// The method has a character that RFC 9110 §5.6.2 does not allow in a token.
    case method
    /// The target is not a path with an optional query, or has a byte that RFC 3986 does not allow.
    case target
    /// The version is not HTTP/1.1.
    case version
    /// A line ends in LF without CR.
    case bareLineFeed
    /// A CR that no LF follows.
    case bareCarriageReturn
    /// A field goes on in the next line (obs-fold).
    case foldedField
    /// A field line without a colon, with an empty name, or with whitespace or another wrong
    /// character in the name.
    case fieldName
    /// A field value with a control or non-ASCII byte.
    case fieldValue
    /// The header section is longer than the limit.
    case headersTooLarge
    /// More fields than the limit.
    case tooManyFields
    /// No Host field.
    case hostMissing
    /// Host more than once.
    case hostRepeated
    /// A Host field that is not a host with an optional port.
    case hostInvalid
    /// Transfer-Encoding, chunked or any other, with or without Content-Length.
    case transferEncoding
    /// Content-Length more than once, even when they agree.
    case contentLengthRepeated
    /// A Content-Length that is not a plain decimal number, or does not fit.
    case contentLengthInvalid
    /// No Content-Length where one is needed.
    case lengthRequired
    /// The declared body is longer than the limit.
    case bodyTooLarge
    /// An Expect field: Rue has no use for 100-continue.
    case expectation
    /// The status line of a response is not `HTTP/1.1 NNN reason`.
    case statusLine
    /// A 1xx response, which nothing of Rue asks for.
    case informational
    /// The request did not come whole in time. Made by the server, not by a parser.
    case timedOut
    /// The server holds as many bytes of unfinished requests as it may. Made by the server, not by
    /// a parser.
    case overloaded
    /// As many streams are open as may be. Made by the server, not by a parser.
    case noStreamLeft

    /// The status to answer with: 408, 411, 413, 429, 431, 503, and 400 for all else
    /// (PROTOCOL, Transport).
    public var status: Int {
        switch self {
        case .timedOut: 408
        case .lengthRequired: 411
        case .bodyTooLarge: 413
        case .overloaded: 429
        case .headersTooLarge, .tooManyFields: 431
        case .noStreamLeft: 503
        default: 400
        }
    }
}

extension HTTPError: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .requestLine: "the request line is not a method, a target and a version"
        case .method: "the method is not a token"
        case .target: "the request target is not a plain path with an optional query"
        case .version: "the version is not HTTP/1.1"
        case .bareLineFeed: "a header line ends in LF without CR"
        case .bareCarriageReturn: "a header line has a CR without LF"
        case .foldedField: "a header field is folded over several lines"
        case .fieldName: "a header field has no proper name before its colon"
        case .fieldValue: "a header field has a control or non-ASCII byte in its value"
        case .headersTooLarge: "the header section is too long"
        case .tooManyFields: "there are too many header fields"
        case .hostMissing: "the Host field is missing"
        case .hostRepeated: "there is more than one Host field"
        case .hostInvalid: "the Host field is not a host with an optional port"
        case .transferEncoding: "Transfer-Encoding is not accepted; send Content-Length"
        case .contentLengthRepeated: "there is more than one Content-Length"
        case .contentLengthInvalid: "the Content-Length is not a plain number"
        case .lengthRequired: "the Content-Length is missing"
        case .bodyTooLarge: "the body is too long"
        case .expectation: "Expect is not accepted"
        case .statusLine: "the status line is not HTTP/1.1 with a status"
        case .informational: "an informational response was not asked for"
        case .timedOut: "the request did not arrive in time"
        case .overloaded: "the server is taking in as much as it can; come back later"
        case .noStreamLeft: "too many live connections are open; come back later"
        }
    }
}
