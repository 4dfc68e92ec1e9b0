import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// What is refused before a message is looked at.
@Suite struct NodeAPITests {
    let house: TestHouse

    init() throws { house = try TestHouse() }

    func refusal(
        _ method: String, _ path: String, _ headers: HTTPHeaders
    ) throws -> Problem {
        try house.problem(
            house.send(HTTPRequest(method: method, path: path, headers: headers)))
    }

    @Test func path_unknown_isNotFound() throws {
        for path in ["/", "/v1", "/v1/nothing", "/v1/batches/", "/v1/BATCHES", "/v2/batches"] {
            let problem = try refusal("POST", path, ["Content-Type": MediaType.sequence])
            #expect(problem.code == .notFound, "\(path)")
        }
    }

    @Test func method_other_isRefusedWithTheRightOne() throws {
        for method in ["GET", "HEAD", "PUT", "post", "DELETE"] {
            let response = try house.send(HTTPRequest(method: method, path: "/v1/batches"))
            #expect(try house.problem(response).code == .method)
            #expect(response.headers["Allow"] == "POST")
        }
    }

    @Test(
        arguments: [
            "application/cbor", "application/cose", "text/plain", "",
            "application/cose; cose-type=\"cose-sign1\"", "application/cbor-seq; charset=utf-8",
            "application/cbor-seq;",
        ])
    func batches_otherMediaType_isRefused(type: String) throws {
        #expect(try refusal("POST", "/v1/batches", ["Content-Type": type]).code == .mediaType)
    }

    @Test(
        arguments: [
            "application/cose", "application/cbor-seq", "application/cose; cose-type=cose-sign",
            "application/cose; cose-type=\"cose-sign1\"; x=y", "application/cose; x=cose-sign1",
        ])
    func head_otherMediaType_isRefused(type: String) throws {
        #expect(try refusal("POST", "/v1/head", ["Content-Type": type]).code == .mediaType)
    }

    @Test(
        arguments: [
            "application/cose; cose-type=\"cose-sign1\"", "application/cose;cose-type=cose-sign1",
            "Application/COSE ; Cose-Type=\"cose-sign1\"",
        ])
    func head_sameMediaTypeWrittenOtherwise_isTaken(type: String) throws {
        #expect(try refusal("POST", "/v1/head", ["Content-Type": type]).code == .malformed)
    }

    @Test func mediaType_missingOrTwice_isRefused() throws {
        #expect(try refusal("POST", "/v1/batches", [:]).code == .mediaType)
        let twice: HTTPHeaders = [
            "Content-Type": MediaType.sequence, "content-type": MediaType.sequence,
        ]
        #expect(try refusal("POST", "/v1/batches", twice).code == .mediaType)
    }

    @Test func contentEncoding_any_isRefused() throws {
        for encoding in ["gzip", "identity", ""] {
            let headers: HTTPHeaders = [
                "Content-Type": MediaType.sequence, "Content-Encoding": encoding,
            ]
            #expect(try refusal("POST", "/v1/batches", headers).code == .mediaType)
        }
    }

    @Test func httpFault_each_hasItsCode() throws {
        // Nothing streams on the node port.
        for error in HTTPError.allCases where error != .noStreamLeft {
            let response = house.api.faultResponse(error)
            #expect(response.status == error.status)
            #expect(try house.problem(response).detail == error.description)
        }
    }

    @Test func queue_full_isTooManyWithRetryAfter() throws {
        let node = try house.newNode("kitchen")
        let batch = try node.next()
        house.queue.isFull = true
        for response in [
            try house.batches(batch), try house.head(node.headRequest()),
            try house.enrol(node.enrolment(house.token("cellar"), house.authority)),
        ] {
            #expect(try house.problem(response).code == .tooMany)
            #expect(response.headers["Retry-After"] == "1")
        }
        house.queue.isFull = false
        #expect(try house.batches(batch).status == 200)
    }

    @Test func quota_used_isTooManyUntilItFillsAgain() throws {
        var limits = NodeLimits()
        limits.quotaBytes = 1_000
        limits.quotaBytesPerDay = 86_400
        let house = try TestHouse(limits: limits)
        let node = try house.newNode("kitchen")
        let other = try house.newNode("cellar", seed: 2)
        var refused: HTTPResponse?
        var batch: [UInt8] = []
        while refused == nil {
            batch = try node.next()
            let response = try house.batches(batch)
            if response.status != 200 { refused = response }
            try #require(node.sequence < 20)
        }
        let response = try #require(refused)
        #expect(try house.problem(response).code == .tooMany)
        let seconds = try #require(response.headers["Retry-After"].flatMap { Int64($0) })
        #expect(try house.batches(other.next()).status == 200)
        house.clock.advance(milliseconds: (seconds - 1) * 1_000)
        #expect(try house.batches(batch).status == 429)
        house.clock.advance(milliseconds: 1_000)
        #expect(try house.batches(batch).status == 200)
    }

    @Test func quota_forgedBatches_costTheNodeNothing() throws {
        var limits = NodeLimits()
        limits.quotaBytes = 600
        limits.quotaBytesPerDay = 1
        let house = try TestHouse(limits: limits)
        let node = try house.newNode("kitchen")
        var forged = try node.signed().encode()
        forged[forged.count - 1] ^= 1
        for _ in 0..<10 { #expect(try house.batches(forged).status == 401) }
        #expect(try house.batches(node.next()).status == 200)
    }

    @Test(arguments: [0, 1_000_000_000_000, 1_790_000_000_000, 4_000_000_000_000_000])
    func quota_clockThatJumps_isFullAndNoMore(to now: Int64) {
        var limits = NodeLimits()
        for (capacity, perDay) in [(limits.quotaBytes, limits.quotaBytesPerDay), (.max, .max)] {
            limits.quotaBytes = capacity
            limits.quotaBytesPerDay = perDay
            let quota = ByteQuota(limits)
            let most = Int(min(capacity, 1 << 35))
            // The server's clock was not set when the node first came.
            #expect(quota.take(most, node: 1, now: 60_000) == nil)
            #expect((quota.take(most, node: 1, now: now) == nil) == (now > 60_000))
            #expect(quota.take(262_144, node: 1, now: now) != nil)
        }
    }

    @Test func quota_smallSteps_loseNothing() {
        var limits = NodeLimits()
        limits.quotaBytes = 100
        limits.quotaBytesPerDay = 86_400
        let quota = ByteQuota(limits)
        #expect(quota.take(100, node: 1, now: 0) == nil)
        var now: Int64 = 0
        while now < 100_000 {
            now += 333
            _ = quota.take(101, node: 1, now: now)
        }
        #expect(quota.take(100, node: 1, now: now) == nil)
        #expect(quota.take(1, node: 1, now: now) == 1)
        // A wall clock set back gives nothing and takes nothing.
        #expect(quota.take(1, node: 1, now: now - 50_000) != nil)
        #expect(quota.take(1, node: 1, now: now - 48_000) == nil)
    }
}
