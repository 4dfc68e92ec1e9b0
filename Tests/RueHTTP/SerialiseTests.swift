import RueHTTP
import Testing

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite struct SerialiseTests {
    @Test func serialise_request_isReadBackTheSame() throws {
        let request = HTTPRequest(
            method: "POST", path: "/v1/batches", query: "a=b",
            headers: ["Host": "rue.local:8443", "Content-Type": "application/cbor-seq"],
            body: [0, 1, 0xFF])
        var parser = RequestParser()
        try parser.append(request.serialise())
        var read = try #require(try parser.next())
        #expect(read.headers["Content-Length"] == "3")
        read.headers["Content-Length"] = nil
        #expect(read == request)
    }

    @Test func serialise_response_isReadBackTheSame() throws {
        let response = HTTPResponse(status: 200, headers: ["X": "y"], body: [1, 2])
        var parser = ResponseParser()
        try parser.append(response.serialise())
        var read = try #require(try parser.next())
        read.headers["Content-Length"] = nil
        #expect(read == response)
    }

    @Test func serialise_requestWithoutBody_declaresLengthOnlyWhereNeeded() {
        let get = HTTPRequest(method: "GET", path: "/", headers: ["Host": "a"])
        #expect(text(get.serialise()) == "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let post = HTTPRequest(method: "POST", path: "/", headers: ["Host": "a"])
        #expect(
            text(post.serialise()) == "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func serialise_bodilessStatus_hasNeitherLengthNorBody() {
        let response = HTTPResponse(status: 204, body: [1])
        #expect(text(response.serialise()) == "HTTP/1.1 204 No Content\r\n\r\n")
    }

    @Test func serialise_answerToHead_keepsTheLength() {
        let response = HTTPResponse(status: 200, body: [1, 2, 3])
        #expect(
            text(response.serialise(omittingBody: true))
                == "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")
    }

    @Test func serialiseHeadOfStream_anything_endsWithTheConnection() {
        let head = HTTPResponse(
            status: 200,
            headers: [
                "Content-Type": "text/event-stream", "Connection": "keep-alive",
                "Content-Length": "3",
            ], body: [1, 2, 3])
        #expect(
            text(head.serialiseHeadOfStream())
                == "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        )
    }

    @Test func serialise_lineBreakInAValue_startsNoNewField() {
        let response = HTTPResponse(status: 200, headers: ["X": "a\r\nSet-Cookie: b"])
        #expect(
            text(response.serialise())
                == "HTTP/1.1 200 OK\r\nX: a  Set-Cookie: b\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func serialise_framingFieldsOfTheCaller_areLeftOut() {
        let response = HTTPResponse(
            status: 200, headers: ["content-length": "99", "Transfer-Encoding": "chunked"],
            body: [1])
        #expect(text(response.serialise()) == "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\u{1}")
    }
}
