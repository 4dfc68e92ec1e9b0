import Foundation
import RueServer
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// The household's port on a real store, over real connections.
@Suite struct HouseServiceTests {
    private let fixture: StoreFixture
    private let kitchen: NodeFixture
    private let start = StoreFixture.start
    private let running: RunningHouse

    init() throws {
        fixture = try StoreFixture()
        kitchen = try fixture.enrol("kitchen", seed: 1)
        let garden = try fixture.enrol("<script>alert(1)</script>", seed: 2)
        for index in 0..<50 {
            let time = StoreFixture.start + Int64(index) * 60_000
            try fixture.append(
                "air_temperature", milli: index == 31 ? 85_000 : 21_000 + Int64(index), at: time,
                to: kitchen)
            try fixture.append("soil_temperature", milli: -Int64(index), at: time, to: garden)
        }
        try fixture.append(
            [
                ("air_fault", nil, .text("no answer </script>"), 0),
                ("node_uptime", "s", .decimal(DecimalFraction(integer: 9)), 0),
            ],
            at: StoreFixture.start + 3_600_000, to: garden)
        _ = try fixture.enrol("attic", seed: 3)
        running = try RunningHouse(fixture.store, now: StoreFixture.start + 3_605_000)
    }

    private func get(
        _ target: String, method: String = "GET", headers: [String: String] = [:]
    ) throws -> HouseAnswer {
        try HouseClient.get(target, port: running.port, method: method, headers: headers)
    }

    private func document() throws -> [String: Any] {
        try get("/api/v1/openapi.json").object()
    }

    // MARK: Answers

    @Test func latest_isTheNewestOfEverySeriesAndEveryFailingSensor() throws {
        let answer = try get("/api/v1/latest").object()
        let series = try #require(answer["series"] as? [[String: Any]])
        #expect(
            series.compactMap { $0["series"] as? String } == [
                "<script>alert(1)<%2Fscript>/soil_temperature",
                "<script>alert(1)<%2Fscript>/node_uptime", "kitchen/air_temperature",
            ])
        #expect((series.last?["v"] as? NSNumber)?.doubleValue == 21.049)
        let faults = try #require(answer["faults"] as? [[String: Any]])
        #expect(faults.map { $0["sensor"] as? String } == ["air"])
        #expect(answer["complete"] as? Bool == true)
    }

    @Test func range_hidesNoSpikeAndKeepsEveryDigit() throws {
        let end = UTCTime.text(milliseconds: start + 3_600_000)
        let answer = try get(
            "/api/v1/range?series=kitchen/air_temperature&from=2026-01-01&to=\(end)&points=2")
        #expect(answer.text.contains("\"bucket_ms\":1800000"))
        #expect(answer.text.contains("[\(start),21,21.0145,21.029,30]"))
        #expect(answer.text.contains("[\(start + 1_800_000),21.03,24.23795,85,20]"))
    }

    @Test func nodes_thatAreActive_areAllThere() throws {
        let nodes = try #require(try get("/api/v1/nodes").object()["nodes"] as? [[String: Any]])
        #expect(
            nodes.map { $0["condition"] as? String } == ["live", "waiting", "silent"])
    }

    @Test func everyAnswer_isAsTheDescriptionSays() throws {
        let document = try document()
        let check = SchemaCheck(document: document)
        let series = "?series=kitchen/air_temperature&from=2026-01-01&points=7"
        for (target, schema) in [
            ("nodes", "Nodes"), ("series", "SeriesList"), ("latest", "Latest"),
            ("range" + series, "Range"), ("range?series=x", "Problem"), ("nope", "Problem"),
            ("latest?x=1", "Problem"), ("range?series=kitchen/x", "Problem"),
        ] {
            let answer = try get("/api/v1/" + target)
            #expect(check.faults(try answer.object(), named: schema) == [], "\(target)")
            let type = schema == "Problem" ? "application/problem+json" : "application/json"
            #expect(answer.headers["content-type"] == type)
        }
    }

    @Test func description_namesExactlyTheRoutesAndTheirParameters() throws {
        let document = try document()
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        #expect(Set(paths.keys) == Set(HouseEndpoint.allCases.map(\.path)))
        let components = try #require(document["components"] as? [String: [String: Any]])
        for endpoint in HouseEndpoint.allCases {
            let operation = try #require(paths[endpoint.path]?["get"])
            let names = (operation["parameters"] as? [[String: String]] ?? []).compactMap {
                $0["$ref"]?.split(separator: "/").last.map(String.init)
            }
            #expect(names == endpoint.parameters.map(\.rawValue))
            let responses = try #require(operation["responses"] as? [String: [String: Any]])
            for (status, response) in responses where status != "200" {
                #expect(response["$ref"] as? String == "#/components/responses/p" + status)
                #expect(components["responses"]?["p" + status] != nil)
            }
        }
        let points = try #require(components["parameters"]?["points"] as? [String: Any])
        let schema = try #require(points["schema"] as? [String: Any])
        #expect(schema["maximum"] as? Int == RangeRequest.maximumPoints)
    }

    @Test func statuses_thatHappen_areDescribed() throws {
        let paths = try #require(try document()["paths"] as? [String: [String: [String: Any]]])
        let operation = try #require(paths["/api/v1/range"]?["get"])
        let described = try #require(operation["responses"] as? [String: Any])
        for kind in HouseProblem.Kind.allCases {
            #expect(described[String(kind.status)] != nil, "\(kind)")
        }
    }

    // MARK: Refusals

    @Test(arguments: [
        ("range?series=kitchen/air_temperatur", 404, "unknown-series"),
        ("range?series=nowhere/air_temperature", 404, "unknown-series"),
        ("range?series=kitchen/air_temperature&from=now&to=-1h", 400, "bad-parameter"),
        ("range?series=kitchen/air_temperature&from=0001-01-01", 400, "bad-parameter"),
        ("range?series=kitchen/air_temperature&points=1000000000", 400, "bad-parameter"),
        ("range?series=kitchen/air_temperature&from=teatime", 400, "bad-parameter"),
        ("range?serie=kitchen/air_temperature", 400, "unknown-parameter"),
        ("range?series=a/b&to=now&to=now", 400, "repeated-parameter"),
        ("range?" + String(repeating: "x", count: 4_097), 414, "query-too-long"),
        ("live?x=1", 400, "unknown-parameter"), ("house", 404, "unknown-path"),
    ])
    func badRequest_isAProblem(target: String, status: Int, code: String) throws {
        let answer = try get("/api/v1/" + target)
        #expect(answer.status == status)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(try answer.object()["code"] as? String == code)
        #expect(try answer.object()["status"] as? Int == status)
    }

    @Test func series_thatIsMisspelt_isSuggested() throws {
        let answer = try get("/api/v1/range?series=kitchen/air_temperatur").object()
        #expect((answer["suggestions"] as? [String])?.first == "kitchen/air_temperature")
    }

    @Test func headers_beyondTheParsersLimit_areAProblemToo() throws {
        let answer = try get("/api/v1/range?" + String(repeating: "x", count: 9_000))
        #expect(answer.status == 431)
        #expect(answer.headers["content-type"] == "application/problem+json")
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
    func method_otherThanGETAndHEAD_isRefused(method: String) throws {
        let answer = try get("/api/v1/latest", method: method, headers: ["Content-Length": "0"])
        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == "GET, HEAD")
    }

    @Test func body_onAGET_isRefused() throws {
        #expect(try get("/api/v1/latest", headers: ["Content-Length": "9"]).status == 413)
    }

    @Test(arguments: ["evil.example", "192.168.1.5:8080"])
    func host_ofAnotherName_isMisdirected(host: String) throws {
        #expect(try get("/", headers: ["Host": host]).status == 421)
    }

    @Test func unknownPath_isAPageForABrowserAndAProblemForAProgram() throws {
        let browser = ["Accept": "text/html,application/xhtml+xml,*/*;q=0.8"]
        let page = try get("/nope", headers: browser)
        #expect(page.status == 404)
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.text.contains("Back to the house"))
        #expect(try get("/nope").headers["content-type"] == "application/problem+json")
        let api = try get("/api/v1/nope", headers: browser)
        #expect(api.headers["content-type"] == "application/problem+json")
    }

    @Test func pageOfAnotherSite_mayLinkButNotAsk() throws {
        let foreign = ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"]
        let answer = try get("/api/v1/latest", headers: foreign)
        #expect(answer.status == 403)
        #expect(try answer.object()["code"] as? String == "foreign-site")
        let link = ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"]
        #expect(try get("/", headers: link).status == 200)
        #expect(try get("/api/v1/latest", headers: ["Sec-Fetch-Site": "same-origin"]).status == 200)
    }

    // MARK: Every answer

    @Test func headers_forSafety_areOnEveryAnswer() throws {
        for target in [
            "/", "/node/kitchen", "/assets/style.css", "/api/v1/latest", "/nope", "/%zz",
        ] {
            let headers = try get(target).headers
            #expect(headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
            #expect(headers["x-content-type-options"] == "nosniff")
            #expect(headers["referrer-policy"] == "no-referrer")
            #expect(headers["cross-origin-resource-policy"] == "same-origin")
        }
    }

    @Test func nameWithAScript_isNowhereAScript() throws {
        for target in [
            "/", "/node/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/compare", "/api/v1/latest",
            "/api/v1/nodes", "/api/v1/series",
        ] {
            let answer = try get(target)
            #expect(answer.status == 200, "\(target)")
            #expect(answer.text.contains("alert(1)"), "\(target)")
            #expect(!answer.text.contains("<script>alert"), "\(target)")
            #expect(!answer.text.contains("no answer </script>"), "\(target)")
        }
    }

    @Test func head_isTheSameWithoutTheBody() throws {
        let head = try get("/api/v1/openapi.json", method: "HEAD")
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        let length = try get("/api/v1/openapi.json").body.count
        #expect(head.headers["content-length"] == String(length))
        #expect(try get("/api/v1/live", method: "HEAD").status == 200)
    }

    @Test func gzip_isForThoseWhoTakeItAndForWhatIsLong() throws {
        let long = try get("/api/v1/openapi.json", headers: ["Accept-Encoding": "gzip"])
        #expect(long.headers["content-encoding"] == "gzip")
        #expect(long.body.prefix(2) == [0x1F, 0x8B])
        #expect(long.headers["vary"] == "Accept-Encoding")
        let short = try get("/api/v1/nope", headers: ["Accept-Encoding": "gzip"])
        #expect(short.headers["content-encoding"] == nil)
    }

    @Test func asset_thatTheBrowserHas_is304() throws {
        let first = try get("/assets/style.css")
        let etag = try #require(first.headers["etag"])
        let second = try get("/assets/style.css", headers: ["If-None-Match": etag])
        #expect(second.status == 304)
        #expect(second.body.isEmpty)
    }

    @Test func storeFault_againAndAgain_isLoggedOnceByEachWorker() throws {
        let logged = Locked<[String]>([])
        let running = try RunningHouse(fixture.store, now: start) { line in
            logged.withLock { $0.append(line) }
        }
        try fixture.tamper("ALTER TABLE item RENAME TO gone")
        for _ in 0..<20 {
            #expect(try HouseClient.get("/", port: running.port).status == 500)
            // A path that is none says nothing of the store.
            #expect(try HouseClient.get("/nowhere", port: running.port).status == 404)
        }
        #expect((1...2).contains(logged.withLock { $0.count }))
    }

    // MARK: Live

    @Test func live_beginsWithHelloAndTellsWhatArrives() throws {
        let client = try HouseClient(port: running.port)
        try client.request("/api/v1/live")
        let hello = try client.wait(for: "event: hello\nid: 101\ndata: ")
        #expect(hello.contains("Content-Type: text/event-stream"))
        #expect(hello.contains("retry: 2000\n"))
        #expect(hello.contains("Content-Security-Policy: default-src 'none'"))
        try fixture.append("air_temperature", milli: 5_000, at: start + 3_604_000, to: kitchen)
        running.board.wake()
        let all = try client.wait(for: "event: readings\nid: 102\n")
        let data = try client.wait(for: "\"count\":1}\n\n")
        #expect(all.contains("hello"))
        let line = try #require(data.components(separatedBy: "\n").last { $0.hasPrefix("data: ") })
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8)) as? [String: Any])
        let check = SchemaCheck(document: try document())
        #expect(check.faults(object, named: "Readings") == [])
        #expect(object["from"] as? Int64 == start + 3_604_000)
        let values = try #require(object["values"] as? [[String: Any]])
        #expect(values.map { $0["series"] as? String } == ["kitchen/air_temperature"])
    }

    @Test func live_tellsThatANodeWasRenamed() throws {
        let client = try HouseClient(port: running.port)
        try client.request("/api/v1/live")
        try client.wait(for: "event: hello")
        try fixture.writer.transaction { () throws(StoreError) in
            try fixture.writer.rename(node: kitchen.row, to: "pantry")
        }
        running.board.wake()
        let text = try client.wait(for: "event: house\nid: 101\ndata: {\"position\":101,")
        #expect(!text.contains("event: readings"))
        #expect(try get("/api/v1/range?series=kitchen/air_temperature").status == 404)
        #expect(try get("/api/v1/range?series=pantry/air_temperature").status == 200)
    }

    @Test func live_endsWithTheService() throws {
        let client = try HouseClient(port: running.port)
        try client.request("/api/v1/live")
        try client.wait(for: "event: hello")
        running.service.stop()
        #expect(try !client.readToEnd().isEmpty)
    }

    @Test func live_beyondTheLimit_isBusy() throws {
        var clients: [HouseClient] = []
        for _ in 0..<LiveFeed.maximumStreams {
            let client = try HouseClient(port: running.port)
            try client.request("/api/v1/live")
            try client.wait(for: "event: hello")
            clients.append(client)
        }
        let answer = try get("/api/v1/live")
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "1")
        clients = []
        // The places are free again as soon as the server has noticed.
        #expect(eventually { running.server.connectionCount == 0 })
        let client = try HouseClient(port: running.port)
        try client.request("/api/v1/live")
        try client.wait(for: "event: hello")
    }

    @Test func client_thatStopsReading_isCutOffAndHoldsNobodyUp() throws {
        let deaf = try HouseClient(port: running.port, receiveBuffer: 4_096)
        try deaf.request("/api/v1/live")
        try deaf.wait(for: "event: hello")
        let other = try HouseClient(port: running.port)
        try other.request("/api/v1/live")
        try other.wait(for: "event: hello")
        let fault = HouseUpdate.Fault(
            sensor: "air",
            fault: .init(text: String(repeating: "x", count: 100_000), timeMilliseconds: nil))
        // More than the kernel keeps for the two and the server for one.
        for index in 1...200 where running.service.feed.count > 1 {
            running.service.feed.publish(
                HouseUpdate(
                    nowMilliseconds: start, logPosition: Int64(1_000 + index),
                    arrivals: [
                        .init(
                            node: "kitchen", receivedMilliseconds: start, values: [],
                            faults: [fault], times: nil, batches: 1)
                    ]))
            try other.wait(for: "id: \(1_000 + index)\n")
        }
        #expect(eventually { running.server.connectionCount == 1 })
        #expect(running.service.feed.count == 1)
    }

    @Test func reloads_inALoop_leaveNothingOpen() throws {
        for _ in 0..<200 {
            let client = try HouseClient(port: running.port)
            try client.request("/api/v1/live")
        }
        #expect(eventually { running.server.connectionCount == 0 })
        #expect(try get("/api/v1/latest").status == 200)
    }
}

/// A server on a port of its own, with a clock that stands still.
final class RunningHouse {
    let board: HouseBoard
    let service: HouseService
    let server: Server
    var port: Int { Int(server.ports[0]) }

    init(
        _ store: SQLiteStore, now: Int64, log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        board = try HouseBoard(store: store, clock: { now }, log: { _ in })
        service = try HouseService(store: store, board: board, clock: { now }, log: log)
        server = try Server.start(
            ServerConfiguration(listeners: [
                Listener(
                    port: 0, isLoopbackOnly: true, tls: nil, application: service.application)
            ]))
        try #require(eventually { board.snapshot().isComplete })
    }

    deinit {
        service.stop()
        server.stop(deadlineMilliseconds: 1_000)
        board.stop()
    }
}
