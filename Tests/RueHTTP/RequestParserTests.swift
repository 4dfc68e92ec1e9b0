import RueHTTP
import Testing

private func parse(_ bytes: [UInt8]) throws(HTTPError) -> HTTPRequest? {
    var parser = RequestParser()
    try parser.append(bytes)
    return try parser.next()
}

private func parse(_ text: String) throws(HTTPError) -> HTTPRequest? {
    try parse(Array(text.utf8))
}

@Suite struct RequestParserTests {
    @Test(arguments: badRequests)
    func next_badRequest_isRefused(_ bad: BadRequest) {
        #expect(throws: bad.error) { try parse(bad.bytes) }
        #expect(bad.error.status == bad.status)
    }

    @Test func next_post_hasAllItsParts() throws {
        let request = try #require(
            try parse(
                "POST /v1/x%20y?a=b?c HTTP/1.1\r\nHost: [::1]:8443\r\nX:\t a  b \r\n"
                    + "content-length: 3\r\n\r\nabc"))
        #expect(request.method == "POST")
        #expect(request.path == "/v1/x%20y")
        #expect(request.query == "a=b?c")
        #expect(request.headers["HOST"] == "[::1]:8443")
        #expect(request.headers["x"] == "a  b")
        #expect(request.body == Array("abc".utf8))
    }

    @Test func next_getWithoutLength_hasNoBody() throws {
        let request = try #require(try parse("GET / HTTP/1.1\r\nHost: a.b-c:80\r\n\r\n"))
        #expect(request.body.isEmpty)
        #expect(request.query == nil)
    }

    @Test func next_bodyNotWhole_waits() throws {
        var parser = RequestParser()
        try parser.append("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab".utf8)
        #expect(try parser.next() == nil)
        #expect(parser.head?.contentLength == 3)
        try parser.append("c".utf8)
        #expect(try parser.next()?.body == Array("abc".utf8))
        #expect(parser.head == nil)
        #expect(!parser.isInsideRequest)
    }

    @Test func head_headerSectionComplete_isKnownBeforeTheBody() throws {
        var parser = RequestParser()
        try parser.append("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r".utf8)
        #expect(parser.head == nil)
        #expect(parser.isInsideRequest)
        try parser.append("\n".utf8)
        #expect(parser.head?.path == "/a")
    }

    @Test func next_severalRequestsAtOnce_comeInOrder() throws {
        var parser = RequestParser()
        try parser.append(
            ("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
                + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3").utf8)
        #expect(try parser.next()?.path == "/1")
        #expect(parser.pendingBytes > 0)
        #expect(try parser.nextHead()?.path == "/2")
        #expect(try parser.next()?.path == "/2")
        #expect(try parser.next() == nil)
        #expect(parser.pendingBytes == 6)
    }

    @Test func pendingBytes_withinARequest_countsTheLinesReadToo() throws {
        // They are held until the request is given out, and a server has to count them.
        let text = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab"
        var parser = RequestParser()
        for (index, byte) in text.utf8.enumerated() {
            try parser.append([byte])
            #expect(parser.pendingBytes == index + 1)
            #expect(parser.isInsideRequest)
        }
        try parser.append("cGET".utf8)
        #expect(try parser.next()?.body == Array("abc".utf8))
        #expect(parser.pendingBytes == 3)
    }

    @Test func next_moreRequestsThanOneHeaderLimit_areAllTaken() throws {
        // The limit is each request's own.
        var parser = RequestParser()
        let two = "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n"
        for _ in 0..<500 {
            try parser.append(two.utf8)
            #expect(try parser.next()?.path == "/a")
            #expect(try parser.next()?.path == "/b")
        }
        #expect(parser.pendingBytes == 0)
    }

    @Test func next_secondRequestBad_firstIsStillGivenOut() throws {
        var parser = RequestParser()
        try parser.append("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2\r\n\r\n".utf8)
        #expect(try parser.next()?.path == "/1")
        #expect(throws: HTTPError.requestLine) { try parser.next() }
    }

    @Test func append_afterAnError_throwsItAgain() throws {
        var parser = RequestParser()
        #expect(throws: HTTPError.requestLine) { try parser.append("x\r\n".utf8) }
        #expect(throws: HTTPError.requestLine) {
            try parser.append("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        }
        #expect(throws: HTTPError.requestLine) { try parser.next() }
    }

    @Test func head_connectionClose_doesNotKeepAlive() throws {
        var parser = RequestParser()
        try parser.append("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n".utf8)
        #expect(parser.head?.keepsAlive == false)
    }

    @Test func append_headerSectionOfExactlyTheLimit_isTaken() throws {
        let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
        let filler = String(repeating: "a", count: 8_192 - start.utf8.count - 4)
        #expect(try parse(start + filler + "\r\n\r\n") != nil)
        #expect(throws: HTTPError.headersTooLarge) { try parse(start + filler + "a\r\n\r\n") }
    }

    @Test func description_everyError_saysSomethingOfItsOwn() {
        #expect(Set(HTTPError.allCases.map(\.description)).count == HTTPError.allCases.count)
    }
}
