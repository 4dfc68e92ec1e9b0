import RueHTTP

/// Responses, as the node reads them: the same whatever the pieces are in which they come, and
/// written as they were read.
enum FuzzResponse: FuzzTarget {
    private static let limits = HTTPLimits(
        maximumHeaderBytes: 1_024, maximumFields: 12, maximumBodyBytes: 300)

    static var seeds: [[UInt8]] {
        [
            "HTTP/1.1 200 OK\r\nContent-Type: application/cose; cose-type=\"cose-sign1\"\r\n"
                + "Content-Length: 3\r\n\r\nabc",
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nConnection: close\r\n"
                + "Content-Length: 0\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 204 \r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        ].map { Array($0.utf8) }
    }

    private struct Outcome: Equatable {
        var responses: [HTTPResponse] = []
        var keepsAlive: [Bool] = []
        var error: HTTPError?
        var pending = 0
    }

    static func check(_ input: [UInt8]) {
        let whole = feed([input[...]], limits)
        for pieces in Cuts.of(input) {
            require(
                feed(pieces, limits) == whole, "the outcome does not depend on the pieces")
        }
        var framing = NaiveFraming(input)
        for response in whole.responses {
            framing.pass(bodyLength: response.body.count, isRequest: false)
            require((200..<600).contains(response.status), "a status is final")
            require(response.body.count <= limits.maximumBodyBytes, "a body's length")
            rewrite(response)
        }
        if whole.error == nil { require(framing.rest == whole.pending, "what is left is left") }
    }

    private static func feed(_ pieces: [ArraySlice<UInt8>], _ limits: HTTPLimits) -> Outcome {
        var parser = ResponseParser(limits: limits)
        var outcome = Outcome()
        do throws(HTTPError) {
            for piece in pieces {
                try parser.append(piece)
                while let response = try parser.next() {
                    outcome.responses.append(response)
                    outcome.keepsAlive.append(parser.keepsAlive)
                }
            }
            outcome.pending = parser.pendingBytes
            require(
                parser.pendingBytes < limits.maximumHeaderBytes + limits.maximumBodyBytes,
                "no more is held than the limits let be")
        } catch {
            outcome.error = error
        }
        return outcome
    }

    private static func rewrite(_ response: HTTPResponse) {
        let again = feed([response.serialise()[...]], HTTPLimits())
        require(again.error == nil && again.responses.count == 1, "what is written can be read")
        guard let copy = again.responses.first else { return }
        require(copy.status == response.status && copy.body == response.body, "it survives")
        require(copy.headers.comparable == response.headers.comparable, "and so do its fields")
    }
}
