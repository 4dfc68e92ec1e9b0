import Foundation
import RueTestSupport
import Testing

/// The household's port of a real server, with what real nodes have sent.
@Suite struct AggregatorPageTests {
    private let kitchen: SimulatedKitchen
    private var aggregator: ScratchAggregator { kitchen.aggregator }

    init() throws {
        kitchen = try SimulatedKitchen()
        try kitchen.simulate(count: 600, from: "2026-01-31T12:00:00Z")
    }

    private func get(
        _ target: String, method: String = "GET", headers: [String: String] = [:]
    ) throws -> HouseAnswer {
        try HouseClient.get(
            target, port: aggregator.pagePort, method: method, headers: headers)
    }

    private func rows(_ words: String...) throws -> [[String: Any]] {
        try aggregator.runAll(["query", "--format", "json"] + words).lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private static func milliseconds(_ text: Any?) throws -> Int64 {
        let format = ISO8601DateFormatter()
        format.formatOptions.insert(.withFractionalSeconds)
        let date = try #require((text as? String).flatMap { format.date(from: $0) })
        return Int64((date.timeIntervalSince1970 * 1_000).rounded())
    }

    /// The value's own digits, which a parser of JSON would not keep.
    private static func digits(of value: Any?) -> Decimal? {
        (value as? NSNumber).flatMap { Decimal(string: $0.description) }
    }

    // MARK: Values

    /// The board is told after the node is answered, so that it may be a moment behind.
    private func latest(atPosition position: Int) throws -> [String: Any] {
        var answer: [String: Any] = [:]
        let isThere = try eventually {
            answer = try get("/api/v1/latest").object()
            return answer["position"] as? Int ?? 0 >= position
                && answer["complete"] as? Bool == true
        }
        try #require(isThere, "the board is behind")
        return answer
    }

    @Test func latest_ofEverySeries_isThatOfTheQuery() throws {
        let expected = try rows("--health")
        let shown = try #require(try latest(atPosition: 1)["series"] as? [[String: Any]])
        #expect(shown.count == expected.count)
        for row in expected {
            let name = "kitchen/" + (row["series"] as? String ?? "")
            let value = try #require(shown.first { $0["series"] as? String == name }, "\(name)")
            #expect(Self.digits(of: value["v"]) == Self.digits(of: row["value"]))
            #expect(value["t"] as? Int64 == (try Self.milliseconds(row["time"])))
            #expect(value["unit"] as? String == row["unit"] as? String)
        }
    }

    @Test(arguments: [1, 7, 60, 10_000])
    func range_inAnyNumberOfBuckets_isWhatTheQueryAddsUpTo(points: Int) throws {
        let (from, to) = ("2026-01-31T12:00:00Z", "2026-01-31T13:00:00Z")
        let readings = try rows(
            "--series", "air_temperature", "--from", from, "--to", to
        ).map { row in
            (
                time: try Self.milliseconds(row["time"]),
                value: try #require((row["value"] as? NSNumber)?.doubleValue)
            )
        }
        try #require(readings.count > 100)
        let answer = try get(
            "/api/v1/range?series=kitchen/air_temperature&from=\(from)&to=\(to)&points=\(points)"
        ).object()
        let start = try #require(answer["from"] as? Int64)
        let bucket = try #require(answer["bucket_ms"] as? Int64)
        let series = try #require((answer["series"] as? [[String: Any]])?.first)
        let shown = try #require(series["points"] as? [[NSNumber]])
        let buckets = Dictionary(grouping: readings) {
            min(($0.time - start) / bucket, Int64(points - 1))
        }.sorted { $0.key < $1.key }.map(\.value)
        try #require(shown.count == buckets.count)
        for (point, readings) in zip(shown, buckets) {
            let values = readings.map(\.value)
            #expect(point[0].int64Value == readings.map(\.time).min())
            #expect(point[1].doubleValue == values.min())
            #expect(abs(point[2].doubleValue - values.reduce(0, +) / Double(values.count)) < 0.0001)
            #expect(point[3].doubleValue == values.max())
            #expect(point[4].intValue == values.count)
        }
    }

    // MARK: Live

    @Test func hole_thatIsFilled_isAnnouncedWithItsTimes() throws {
        // Twenty batches: nothing of before is to be told afterwards.
        _ = try latest(atPosition: 20)
        let client = try HouseClient(port: aggregator.pagePort)
        try client.request("/api/v1/live")
        try client.wait(for: "event: hello\nid: 20\n")
        try kitchen.simulate(count: 600, from: "2026-01-31T18:00:00Z")
        let begin = try Self.milliseconds("2026-01-31T18:00:00.000Z")
        let text = try client.wait { text in
            Self.events(in: text).contains { $0.to == begin + 1_990_000 }
        }
        #expect(Self.events(in: text).map(\.from).min() == begin)
    }

    /// The times that the events so far are about.
    private static func events(in text: String) -> [(from: Int64, to: Int64)] {
        text.components(separatedBy: "\n\n").compactMap { event in
            guard event.contains("event: readings"),
                let data = event.components(separatedBy: "data: ").last,
                let parsed = try? JSONSerialization.jsonObject(with: Data(data.utf8)),
                let object = parsed as? [String: Any], let from = object["from"] as? Int64,
                let to = object["to"] as? Int64
            else { return nil }
            return (from, to)
        }
    }

    @Test func live_tellsOfABatchSoonAfterItCame() throws {
        let node = try ScratchNode("bath")
        try node.enrol(try aggregator.invite("bath"))
        let program = try node.start()
        let client = try HouseClient(port: aggregator.pagePort)
        try client.request("/api/v1/live")
        let text = try client.wait(for: "{\"node\":\"bath\",\"received\":", seconds: 20)
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let digits = try #require(
            text.components(separatedBy: "{\"node\":\"bath\",\"received\":").last
        )
        .prefix { $0.isNumber }
        let received = try #require(Int64(digits))
        #expect(now - received < 3_000)
        try program.stop()
    }

    // MARK: Nodes

    @Test func renamedNode_isShownByItsNewNameWithinASecondAndEscaped() throws {
        try aggregator.run("node", "rename", "kitchen", "<script>alert(1)</script>")
        try #require(
            try eventually { try get("/api/v1/nodes").text.contains("alert(1)") },
            "the new name is not shown")
        for target in ["/", "/api/v1/nodes", "/api/v1/latest", "/compare"] {
            let text = try get(target).text
            #expect(!text.contains("<script>alert"), "\(target)")
        }
        try aggregator.run("node", "revoke", "--yes", "<script>alert(1)</script>")
        #expect(
            try eventually { try !get("/api/v1/nodes").text.contains("alert(1)") },
            "the revoked node is still shown")
    }

    // MARK: Bad input

    @Test(arguments: [
        ("/api/v1/range?series=kitchen/nothing", 404),
        ("/api/v1/range?series=kitchen/air_temperature&from=now&to=-1d", 400),
        ("/api/v1/range?series=kitchen/air_temperature&from=0001-01-01&to=9999-12-31", 400),
        ("/api/v1/range?series=kitchen/air_temperature&points=1000000000", 400),
        ("/api/v1/range?series=kitchen/air_temperature&from=2026-02-30", 400),
        ("/api/v1/latest?limit=1", 400), ("/nowhere", 404),
    ])
    func badInput_isAProblemInWords(target: String, status: Int) throws {
        let answer = try get(target)
        #expect(answer.status == status)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(try !(answer.object()["detail"] as? String ?? "").isEmpty)
    }

    @Test func queryThatIsTooLong_andHeadersThatAre_areProblems() throws {
        #expect(try get("/api/v1/range?" + String(repeating: "a", count: 5_000)).status == 414)
        #expect(try get("/api/v1/range?" + String(repeating: "a", count: 10_000)).status == 431)
        #expect(
            try get("/api/v1/latest", method: "POST", headers: ["Content-Length": "0"]).status
                == 405)
    }

    @Test func clientThatNeverReads_andReloadsInALoop_leaveTheServerAsItWas() throws {
        let deaf = try HouseClient(port: aggregator.pagePort, receiveBuffer: 1_024)
        try deaf.request("/api/v1/live")
        let server = try #require(aggregator.server)
        let before = try Self.descriptors(of: server)
        for _ in 0..<200 {
            let client = try HouseClient(port: aggregator.pagePort)
            try client.request("/api/v1/live")
        }
        #expect(
            try eventually { try Self.descriptors(of: server) <= before + 4 },
            "connections stay open")
        #expect(try get("/api/v1/latest").status == 200)
        _ = deaf
    }

    private static func descriptors(of program: RunningProgram) throws -> Int {
        try FileManager.default.contentsOfDirectory(
            atPath: "/proc/\(program.processIdentifier)/fd"
        ).count
    }

    // MARK: The port

    @Test(arguments: ["0.0.0.0:0", "192.168.1.5:8080", "[::]:0", "myhouse:8080"])
    func page_onAnAddressThatOthersReach_isRefusedWithTheWay(address: String) throws {
        let other = try ScratchAggregator()
        let result = try other.run(
            "serve", "--loopback", "--port", "0", "--page", address, expecting: .exited(64))
        #expect(result.errorOutput.contains("there are no accounts yet"))
        #expect(result.errorOutput.contains("ssh -L"))
    }

    @Test(arguments: ["x", "65536", ":", ":8080", "::1", "127.0.0.1:", "-1", "on"])
    func page_onWhatIsNoPort_isRefused(address: String) throws {
        let result = try aggregator.run(
            "serve", "--loopback", "--port", "0", "--page=" + address, expecting: .exited(64))
        #expect(result.errorOutput.contains("--page takes"))
    }

    @Test func page_onAPortInUse_namesTheOption() throws {
        let other = try ScratchAggregator()
        let result = try other.run(
            "serve", "--loopback", "--port", "0", "--page", String(aggregator.pagePort),
            expecting: .exited(69))
        #expect(result.errorOutput.contains("port \(aggregator.pagePort) is in use"))
        #expect(result.errorOutput.contains("--page"))
    }

    @Test func stop_endsOpenStreams() throws {
        let client = try HouseClient(port: aggregator.pagePort)
        try client.request("/api/v1/live")
        try client.wait(for: "event: hello")
        #expect(try aggregator.stop() == .exited(0))
        #expect(try !client.readToEnd().isEmpty)
    }

    @Test func helpAndSetup_sayWhereThePageIs() throws {
        let help = try FinishedProgram.run(Product.path("rue-aggregator"), ["serve", "--help"])
        #expect(help.output.contains("--page"))
        #expect(help.output.contains("ssh -L"))
        let setup = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["setup", "--state", kitchen.node.folder.file("new")])
        #expect(setup.output.contains("http://127.0.0.1:8080/"))
    }
}
