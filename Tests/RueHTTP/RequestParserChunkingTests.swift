import RueHTTP
import Testing

/// What came of a stream: the requests, and the error that ended it.
private struct Outcome: Equatable {
    var requests: [HTTPRequest] = []
    var error: HTTPError?
}

private func feed(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
    var parser = RequestParser()
    var outcome = Outcome()
    do throws(HTTPError) {
        for piece in pieces {
            try parser.append(piece)
            while let request = try parser.next() { outcome.requests.append(request) }
        }
    } catch {
        outcome.error = error
    }
    return outcome
}

private func cut(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let most = Bool.random(using: &generator) ? 3 : rest.count
        let count = Int.random(in: 1...min(most, rest.count), using: &generator)
        pieces.append(rest.prefix(count))
        rest = rest.dropFirst(count)
    }
    return pieces
}

private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct RequestParserChunkingTests {
    private static let goodStream = Array(
        ("POST /1?q HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\na\r\n\r\n"
            + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
            + "POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").utf8)

    @Test func append_anyCut_givesTheSameOutcome() {
        let seed = UInt64.random(in: 0 ... .max)
        print("append_anyCut seed \(seed)")
        var generator = SplitMix64(state: seed)
        let streams = [Self.goodStream] + badRequests.map { Self.goodStream + $0.bytes }
        for stream in streams {
            let whole = feed([stream[...]])
            #expect(whole.requests.count == 3)
            for _ in 0..<20 {
                #expect(feed(cut(stream, &generator)) == whole, "seed \(seed)")
            }
        }
    }

    @Test func append_byteByByte_givesTheSameError() {
        for bad in badRequests {
            let pieces = bad.bytes.indices.map { bad.bytes[$0...$0] }
            #expect(feed(pieces).error == bad.error, "\(bad.testDescription)")
        }
    }

    @Test func append_damagedStreams_giveTheSameOutcomeHoweverCut() {
        let seed = UInt64.random(in: 0 ... .max)
        print("append_damagedStreams seed \(seed)")
        var generator = SplitMix64(state: seed)
        for _ in 0..<3_000 {
            var stream = Self.goodStream
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = stream.indices.randomElement(using: &generator) ?? 0
                stream[index] = UInt8.random(in: 0...255, using: &generator)
            }
            #expect(feed(cut(stream, &generator)) == feed([stream[...]]), "seed \(seed)")
        }
    }
}
