import RueHTTP

/// Requests: the same whatever the pieces are in which they come, framed as nobody can misread them,
/// and written as they were read.
enum FuzzRequest: FuzzTarget {
    private static let limits = HTTPLimits(
        maximumHeaderBytes: 1_024, maximumFields: 12, maximumBodyBytes: 300)

    static var seeds: [[UInt8]] {
        [
            "GET / HTTP/1.1\r\nHost: house.local:8080\r\nConnection: close\r\n\r\n",
            "POST /v1/batches HTTP/1.1\r\nHost: [::1]\r\nContent-Type: application/cbor-seq\r\n"
                + "Content-Length: 5\r\n\r\na\r\n\r\nGET /a%20b?c=d&e=%2B+f HTTP/1.1\r\nhost:a\r\n"
                + "Accept-Encoding: gzip;q=0.5, *\r\nIf-None-Match: \"a\", W/\"b\"\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nA : b\r\n\r\n",
            "GET / HTTP/1.1\nHost: a\n\n", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "\r\nGET / HTTP/1.0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ].map { Array($0.utf8) }
    }

    /// What came of a stream: the requests, the error that ended it, and what was left.
    private struct Outcome: Equatable {
        var requests: [HTTPRequest] = []
        var error: HTTPError?
        var pending = 0
    }

    static func check(_ input: [UInt8]) {
        let whole = feed([input[...]], limits, judging: false)
        for pieces in Cuts.of(input) {
            require(
                feed(pieces, limits, judging: pieces.count > 2) == whole,
                "the outcome does not depend on the pieces")
        }
        var framing = NaiveFraming(input)
        for request in whole.requests {
            framing.pass(bodyLength: request.body.count, isRequest: true)
            use(request)
            rewrite(request)
        }
        if whole.error == nil { require(framing.rest == whole.pending, "what is left is left") }
    }

    private static func feed(
        _ pieces: [ArraySlice<UInt8>], _ limits: HTTPLimits, judging: Bool
    ) -> Outcome {
        var parser = RequestParser(limits: limits)
        var outcome = Outcome()
        do throws(HTTPError) {
            for piece in pieces {
                try parser.append(piece)
                // A server looks at the head first; that must not change anything.
                if judging { _ = try parser.nextHead() }
                while let request = try parser.next() {
                    outcome.requests.append(request)
                    if judging { _ = try parser.nextHead() }
                }
            }
            outcome.pending = parser.pendingBytes
            require(
                parser.pendingBytes < limits.maximumHeaderBytes + limits.maximumBodyBytes,
                "no more is held than the limits let be")
        } catch {
            outcome.error = error
            require((400...431).contains(error.status), "a refusal has a status of its own")
        }
        return outcome
    }

    /// What the server does with a request's parts.
    private static func use(_ request: HTTPRequest) {
        require(request.path.hasPrefix("/"), "a path begins with a slash")
        require(request.body.count <= limits.maximumBodyBytes, "a body's length")
        _ = AcceptEncoding.allowsGzip(request.headers)
        _ = EntityTag.isListed("\"a\"", in: request.headers.values("If-None-Match"))
        if let decoded = PercentEncoding.decode(request.path) {
            require(
                !decoded.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F },
                "a decoded path has no control characters")
        }
        for pair in QueryParameters(request.query)?.pairs ?? [] {
            require(!pair.name.isEmpty, "a parameter has a name")
        }
    }

    private static func rewrite(_ request: HTTPRequest) {
        let again = feed([request.serialise()[...]], HTTPLimits(), judging: false)
        require(again.error == nil && again.requests.count == 1, "what is written can be read")
        guard let copy = again.requests.first else { return }
        require(
            copy.method == request.method && copy.path == request.path
                && copy.query == request.query && copy.body == request.body,
            "a request survives")
        require(copy.headers.comparable == request.headers.comparable, "and so do its fields")
    }
}

extension HTTPHeaders {
    /// Without the length, which is the writer's own, and with spaces for tabs, as they are written.
    var comparable: [HTTPField] {
        fields.filter { !HTTPHeaders.isSame($0.name, "Content-Length") }.map {
            HTTPField(
                name: $0.name, value: String($0.value.map { $0 == "\t" ? " " : $0 }))
        }
    }
}
