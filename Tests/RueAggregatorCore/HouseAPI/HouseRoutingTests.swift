import RueHTTP
import RueServer
import Testing

@testable import RueAggregatorCore

@Suite struct HouseRoutingTests {
    private let now: Int64 = 1_795_180_664_470

    private func problem(_ query: String) -> HouseProblem? {
        do throws(HouseProblem) {
            _ = try RangeQuery(query, of: .range).request(nowMilliseconds: now)
            return nil
        } catch { return error }
    }

    @Test func query_withDefaults_isTheLastDayIn600Points() throws {
        let request = try RangeQuery("series=kitchen%2Fair_temperature", of: .range)
            .request(nowMilliseconds: now)
        #expect(request.series.map(\.text) == ["kitchen/air_temperature"])
        #expect(request.to == now)
        #expect(request.from == now - 86_400_000)
        #expect(request.points == 600)
    }

    @Test func query_withAllItTakes_isRead() throws {
        let query = "series=a/b&series=c/d&from=-7d&to=2026-11-20T09:30%2B01:00&points=10000"
        let request = try RangeQuery(query, of: .range).request(nowMilliseconds: now)
        #expect(request.series.count == 2)
        #expect(request.from == now - 7 * 86_400_000)
        #expect(UTCTime.text(milliseconds: request.to) == "2026-11-20T08:30:00.000Z")
        #expect(request.points == 10_000)
    }

    @Test func time_asAnswersHaveIt_isRead() throws {
        let request = try RangeQuery("series=a/b&from=1795180000000&to=1795180000001", of: .range)
            .request(nowMilliseconds: now)
        #expect(request.from == 1_795_180_000_000)
    }

    @Test func from_unlessGiven_isADayBeforeTo() throws {
        let request = try RangeQuery("series=a/b&to=2026-01-02", of: .range)
            .request(nowMilliseconds: now)
        #expect(UTCTime.text(milliseconds: request.from) == "2026-01-01T00:00:00.000Z")
    }

    @Test(arguments: [
        ("", "series"), ("series=kitchen", "series"), ("series=a/b&series=a/b", "series"),
        ("series=a/b&from=now&to=-1h", "from"), ("series=a/b&from=0001-01-01", "from"),
        ("series=a/b&from=yesterday", "from"), ("series=a/b&from=", "from"),
        ("series=a/b&from=2026-13-01", "from"), ("series=a/b&from=2026-02-30", "from"),
        ("series=a/b&from=-99999999999999999999d", "from"), ("series=a/b&to=9e9", "to"),
        ("series=a/b&from=2026-11-20T09:30+01:00", "from"),
        ("series=a/b&points=0", "points"), ("series=a/b&points=-1", "points"),
        ("series=a/b&points=1000000000", "points"), ("series=a/b&points=1e3", "points"),
        ("series=a/b&points=", "points"), ("series=a/b&points=99999999999999999999", "points"),
        ((0..<17).map { "series=a/s\($0)" }.joined(separator: "&"), "series"),
    ])
    func value_thatCannotBeUsed_isABadParameter(query: String, parameter: String) {
        let problem = problem(query)
        #expect(problem?.kind == .badParameter, "\(query)")
        #expect(problem?.parameter == parameter, "\(query)")
        #expect(problem?.response.status == 400)
    }

    @Test func time_withAPlus_tellsHowToWriteIt() {
        #expect(problem("series=a/b&from=2026-11-20T09:30+01:00")?.detail.contains("%2B") == true)
        #expect(
            problem("series=a/b&from=2026-02-30")?.detail.contains("a day of that month") == true)
    }

    @Test func parameter_thatIsUnknown_isRefusedWithTheNearest() {
        let problem = problem("sereis=a/b")
        #expect(problem?.kind == .unknownParameter)
        #expect(problem?.suggestions == ["series"])
    }

    @Test(arguments: ["from=-1h&from=-2h", "to=now&to=now", "points=1&points=2"])
    func parameter_thatMayComeOnce_isRefusedTwice(query: String) {
        #expect(problem("series=a/b&" + query)?.kind == .repeatedParameter)
    }

    @Test func query_thatIsNone_isRefused() {
        #expect(problem("series=%ff/x")?.kind == .badParameter)
        #expect(problem("=x")?.kind == .badParameter)
    }

    @Test(arguments: HouseEndpoint.allCases.filter { $0 != .range })
    func endpoint_withoutParameters_takesNone(endpoint: HouseEndpoint) {
        #expect(throws: HouseProblem.self) { try RangeQuery("series=a/b", of: endpoint) }
        #expect(HouseEndpoint(path: endpoint.path) == endpoint)
    }

    @Test(arguments: ["/api/v1/", "/api/v1/Nodes", "/api/v1/nodes/", "/api/v2/nodes", "/nodes"])
    func path_ofNoEndpoint_isNone(path: String) {
        #expect(HouseEndpoint(path: path) == nil)
    }

    // MARK: Who may ask

    @Test(arguments: [
        "localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:9", "[::1]", "[::1]:65535",
    ])
    func host_ofThisMachine_isItsOwn(host: String) {
        #expect(HouseGuard.isOwn(host: host))
    }

    @Test(arguments: [
        "", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:",
        "localhost:8x", "127.0.0.2", "[::1", "[::2]", "localhost:123456", "xlocalhost",
    ])
    func host_ofAnotherName_isNot(host: String) {
        // A port may be left out after the colon (RFC 3986 §3.2.3).
        #expect(HouseGuard.isOwn(host: host) == (host == "localhost:"))
    }

    // MARK: Suggestions

    @Test func nearest_ofAMisspeltName_comesFirst() {
        let names = ["kitchen/air_temperature", "kitchen/air_humidity", "bath/air_temperature"]
        #expect(
            NearestText.among(names, to: "kitchen/air_temperatur").first
                == "kitchen/air_temperature")
        #expect(NearestText.among(names, to: "zzzzzzzzzzzzzzzzz").isEmpty)
        #expect(NearestText.among(names, to: String(repeating: "k", count: 65)).isEmpty)
    }
}
