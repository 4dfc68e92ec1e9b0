import RueHTTP
import Testing

/// A request that must be refused, and how.
struct BadRequest: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    let error: HTTPError
    let status: Int

    init(_ name: String, _ text: String, _ error: HTTPError, _ status: Int = 400) {
        testDescription = name
        bytes = Array(text.utf8)
        self.error = error
        self.status = status
    }

    /// A POST of two bytes with one more header line.
    init(_ name: String, line: String, _ error: HTTPError, _ status: Int = 400) {
        self.init(
            name, "POST /v1/batches HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\nab", error, status)
    }

    /// A GET with this first line.
    init(_ name: String, start: String, _ error: HTTPError) {
        self.init(name, "\(start)\r\nHost: a\r\n\r\n", error)
    }

    /// A GET with these lines instead of a Host.
    init(_ name: String, hosts: String, _ error: HTTPError) {
        self.init(name, "GET / HTTP/1.1\r\n\(hosts)\r\n\r\n", error)
    }
}

let badRequests: [BadRequest] =
    badStartLines + badTargets + badFields + badHosts + badLengths + badSizes

private let badStartLines = [
    BadRequest("empty line first", start: "\r\nGET / HTTP/1.1", .requestLine),
    BadRequest("no version", start: "GET /", .requestLine),
    BadRequest("two spaces", start: "GET  / HTTP/1.1", .requestLine),
    BadRequest("leading space", start: " GET / HTTP/1.1", .requestLine),
    BadRequest("trailing space", start: "GET / HTTP/1.1 ", .requestLine),
    BadRequest("tab between", start: "GET\t/ HTTP/1.1", .requestLine),
    BadRequest("method with a colon", start: "GE:T / HTTP/1.1", .method),
    BadRequest("method with NUL", start: "GE\0T / HTTP/1.1", .method),
    BadRequest("TLS on a plain port", "\u{16}\u{3}\u{1}\0\u{5}\u{1}\r\n", .requestLine),
    BadRequest("HTTP/1.0", start: "GET / HTTP/1.0", .version),
    BadRequest("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .version),
    BadRequest("HTTP/1.10", start: "GET / HTTP/1.10", .version),
    BadRequest("lower-case version", start: "GET / http/1.1", .version),
]

private let badTargets = [
    BadRequest("absolute form", start: "GET http://a/ HTTP/1.1", .target),
    BadRequest("authority form", start: "CONNECT a:80 HTTP/1.1", .target),
    BadRequest("asterisk form", start: "OPTIONS * HTTP/1.1", .target),
    BadRequest("two slashes", start: "GET //evil/ HTTP/1.1", .target),
    BadRequest("fragment", start: "GET /a#b HTTP/1.1", .target),
    BadRequest("control byte in target", start: "GET /a\u{1}b HTTP/1.1", .target),
    BadRequest("NUL in target", start: "GET /a\0b HTTP/1.1", .target),
    BadRequest("non-ASCII target", start: "GET /ä HTTP/1.1", .target),
    BadRequest("backslash in target", start: "GET /a\\b HTTP/1.1", .target),
    BadRequest("half a percent escape", start: "GET /a%2 HTTP/1.1", .target),
    BadRequest("percent without hex", start: "GET /a%zz HTTP/1.1", .target),
]

private let badFields = [
    BadRequest("bare LF", "GET / HTTP/1.1\nHost: a\n\n", .bareLineFeed),
    BadRequest("bare LF later", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", .bareLineFeed),
    BadRequest("bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
    BadRequest("bare CR", line: "X: a\rb", .bareCarriageReturn),
    BadRequest("CR CR LF", line: "X: a\r", .bareCarriageReturn),
    BadRequest("folded with a space", line: "X: a\r\n b", .foldedField),
    BadRequest("folded with a tab", line: "X: a\r\n\tb", .foldedField),
    BadRequest("space before the colon", line: "X : a", .fieldName),
    BadRequest("tab before the colon", line: "X\t: a", .fieldName),
    BadRequest("no colon", line: "X", .fieldName),
    BadRequest("no name", line: ": a", .fieldName),
    BadRequest("name with NUL", line: "X\0: a", .fieldName),
    BadRequest("name not ASCII", line: "Ä: a", .fieldName),
    BadRequest("value with NUL", line: "X: a\0b", .fieldValue),
    BadRequest("value with a control byte", line: "X: a\u{1B}b", .fieldValue),
    BadRequest("value with DEL", line: "X: a\u{7F}", .fieldValue),
    BadRequest("value not ASCII", line: "X: ä", .fieldValue),
]

private let badHosts = [
    BadRequest("Host missing", hosts: "X: a", .hostMissing),
    BadRequest("Host twice", hosts: "Host: a\r\nhost: a", .hostRepeated),
    BadRequest("Host empty", hosts: "Host:", .hostInvalid),
    BadRequest("Host with a path", hosts: "Host: a/b", .hostInvalid),
    BadRequest("Host with a user", hosts: "Host: u@a", .hostInvalid),
    BadRequest("Host of two words", hosts: "Host: a b", .hostInvalid),
    BadRequest("Host port not a number", hosts: "Host: a:b", .hostInvalid),
    BadRequest("Host bracket open", hosts: "Host: [::1", .hostInvalid),
]

private let badLengths = [
    BadRequest("length missing", line: "X: a", .lengthRequired, 411),
    BadRequest(
        "length twice, differing", line: "Content-Length: 2\r\nContent-Length: 3",
        .contentLengthRepeated),
    BadRequest(
        "length twice, the same", line: "Content-Length: 2\r\ncontent-length: 2",
        .contentLengthRepeated),
    BadRequest("length list", line: "Content-Length: 2, 2", .contentLengthInvalid),
    BadRequest("length with plus", line: "Content-Length: +2", .contentLengthInvalid),
    BadRequest("length negative", line: "Content-Length: -2", .contentLengthInvalid),
    BadRequest("length with a space", line: "Content-Length: 1 2", .contentLengthInvalid),
    BadRequest("length empty", line: "Content-Length:", .contentLengthInvalid),
    BadRequest("length hexadecimal", line: "Content-Length: 0x2", .contentLengthInvalid),
    BadRequest("length with zero first", line: "Content-Length: 02", .contentLengthInvalid),
    BadRequest("length with junk", line: "Content-Length: 2x", .contentLengthInvalid),
    BadRequest(
        "length over 64 bits", line: "Content-Length: 18446744073709551618",
        .contentLengthInvalid),
    BadRequest(
        "length over 63 bits", line: "Content-Length: 9223372036854775808",
        .contentLengthInvalid),
    BadRequest("chunked", line: "Transfer-Encoding: chunked", .transferEncoding),
    BadRequest("identity", line: "Transfer-Encoding: identity", .transferEncoding),
    BadRequest(
        "chunked with a length", line: "Content-Length: 2\r\nTransfer-Encoding: chunked",
        .transferEncoding),
    BadRequest("Expect", line: "Content-Length: 2\r\nExpect: 100-continue", .expectation),
]

private let badSizes = [
    BadRequest("body over the limit", line: "Content-Length: 262145", .bodyTooLarge, 413),
    BadRequest(
        "length of an exabyte", line: "Content-Length: 1152921504606846976", .bodyTooLarge, 413),
    BadRequest(
        "one line over the limit", "GET /" + String(repeating: "a", count: 8_192),
        .headersTooLarge, 431),
    BadRequest(
        "lines over the limit",
        "GET / HTTP/1.1\r\nHost: a\r\n"
            + String(repeating: "X: \(String(repeating: "a", count: 300))\r\n", count: 28),
        .headersTooLarge, 431),
    BadRequest(
        "too many fields",
        "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 64) + "\r\n",
        .tooManyFields, 431),
]
