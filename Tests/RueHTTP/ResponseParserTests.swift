import RueHTTP
import Testing

private func parse(_ text: String) throws(HTTPError) -> HTTPResponse? {
    var parser = ResponseParser(limits: HTTPLimits(maximumBodyBytes: 1_000))
    try parser.append(Array(text.utf8))
    return try parser.next()
}

/// A response that must be refused, and why.
struct BadResponse: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let error: HTTPError

    init(_ name: String, _ text: String, _ error: HTTPError) {
        testDescription = name
        self.text = text
        self.error = error
    }
}

@Suite struct ResponseParserTests {
    static let bad = [
        BadResponse("not HTTP", "SSH-2.0-x\r\n\r\n", .statusLine),
        BadResponse("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", .version),
        BadResponse("no space after status", "HTTP/1.1 200\r\n\r\n", .statusLine),
        BadResponse("two digits", "HTTP/1.1 20 OK\r\n\r\n", .statusLine),
        BadResponse("four digits", "HTTP/1.1 2000 OK\r\n\r\n", .statusLine),
        BadResponse("status 600", "HTTP/1.1 600 x\r\n\r\n", .statusLine),
        BadResponse("control byte in the reason", "HTTP/1.1 200 a\0\r\n\r\n", .statusLine),
        BadResponse("100 Continue", "HTTP/1.1 100 Continue\r\n\r\n", .informational),
        BadResponse("no length", "HTTP/1.1 200 OK\r\n\r\n", .lengthRequired),
        BadResponse(
            "chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncoding),
        BadResponse(
            "chunked without a body", "HTTP/1.1 204 x\r\nTransfer-Encoding: chunked\r\n\r\n",
            .transferEncoding),
        BadResponse(
            "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            .contentLengthRepeated),
        BadResponse(
            "body over the limit", "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
            .bodyTooLarge),
        BadResponse("bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", .bareLineFeed),
        BadResponse("folded", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", .foldedField),
        BadResponse(
            "endless headers",
            "HTTP/1.1 200 OK\r\n" + String(repeating: "X: aaaaaaaaaaaaaaaaaaaaaa\r\n", count: 60)
                + "X: " + String(repeating: "a", count: 9_000), .headersTooLarge),
    ]

    @Test(arguments: bad)
    func next_badResponse_isRefused(_ bad: BadResponse) {
        #expect(throws: bad.error) { try parse(bad.text) }
    }

    @Test func next_response_hasAllItsParts() throws {
        let response = try #require(
            try parse("HTTP/1.1 409 Some thing\r\nContent-Length: 2\r\nRetry-After: 5\r\n\r\nab"))
        #expect(response.status == 409)
        #expect(response.headers["retry-after"] == "5")
        #expect(response.body == Array("ab".utf8))
    }

    @Test func next_statusWithoutBody_needsNoLength() throws {
        #expect(try parse("HTTP/1.1 204 \r\n\r\n")?.status == 204)
        #expect(try parse("HTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n")?.body == [])
    }

    @Test func next_byteByByte_isTheSame() throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
        var parser = ResponseParser()
        for byte in text.utf8.dropLast() {
            try parser.append([byte])
            #expect(try parser.next() == nil)
        }
        try parser.append("c".utf8)
        #expect(try parser.next() == parse(text))
        #expect(!parser.keepsAlive)
        #expect(parser.pendingBytes == 0)
    }

    @Test func pendingBytes_moreThanWasAsked_isSeen() throws {
        var parser = ResponseParser()
        try parser.append("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200".utf8)
        _ = try parser.next()
        #expect(parser.pendingBytes == 12)
        #expect(parser.keepsAlive)
    }
}
