import Testing

@testable import RueWire

@Suite struct ProblemTests {
    @Test(arguments: ProblemCode.allCases)
    func problem_everyCode_comesBack(code: ProblemCode) throws {
        for head in [nil, [1, 2, 3] as [UInt8]] {
            let problem = Problem(title: "t", detail: "d", code: code, head: head)
            #expect(try Problem(decoding: problem.encode()) == problem)
        }
    }

    @Test func codes_andStatuses_areThoseOfTheProtocol() {
        let expected = [
            "malformed": 400, "signature": 401, "revoked": 403, "token": 403, "not-found": 404,
            "method": 405, "timeout": 408, "gap": 409, "fork": 409, "chain": 409, "length": 411,
            "too-large": 413, "media-type": 415, "too-many": 429, "headers": 431, "internal": 500,
            "disk-full": 503,
        ]
        let pairs = ProblemCode.allCases.map { ($0.text, $0.status) }
        #expect(Dictionary(uniqueKeysWithValues: pairs) == expected)
        #expect(ProblemCode(text: "teapot") == nil)
    }

    @Test func encode_aProblem_isConciseProblemDetails() throws {
        let problem = Problem(title: "a", detail: "b", code: .gap, head: [7])
        #expect(
            Hex.encode(problem.encode())
                == "a320616121 61626f75726e3a7275653a70726f626c656da200636761700141 07"
                .filter { $0 != " " })
    }

    @Test func decode_entriesNotKnown_areIgnored() throws {
        let bytes = try Fixture.hex(
            "a4 22 01 20 6161 6f 75726e3a7275653a70726f626c656d a2 00 63676170 05 8100 6178 a1 00 00"
                .filter { $0 != " " })
        #expect(
            try Problem(decoding: bytes) == Problem(title: "a", detail: "", code: .gap, head: nil))
    }

    @Test func decode_withoutRuesEntry_isRefused() throws {
        #expect(throws: WireError.unknownProblem) { try Problem(decoding: [0xa0]) }
        let teapot = try Fixture.hex(
            "a1 6f 75726e3a7275653a70726f626c656d a1 00 66746561706f74".filter { $0 != " " })
        #expect(throws: WireError.unknownProblem) { try Problem(decoding: teapot) }
    }

    @Test func decode_cutAnywhere_isRefused() {
        let bytes = Problem(title: "t", detail: "d", code: .fork, head: [1, 2]).encode()
        for count in 0..<bytes.count {
            #expect(throws: WireError.self) { try Problem(decoding: Array(bytes.prefix(count))) }
        }
    }
}
