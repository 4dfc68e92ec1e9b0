import Foundation
import RueSQLite
import RueTestSupport
import Testing

/// What a person gets out of a store that a real node has filled.
@Suite struct AggregatorQueryTests {
    private let kitchen: SimulatedKitchen
    private var aggregator: ScratchAggregator { kitchen.aggregator }

    init() throws {
        kitchen = try SimulatedKitchen()
        try kitchen.simulate(count: 90, from: "2026-01-31T12:00:00Z")
    }

    @Test func query_ofTheLatest_showsEverySeriesVerified() throws {
        let result = try aggregator.run("query", "--sensor", "air", "--format", "json")
        let rows = try result.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(rows.map { $0["quantity"] as? String } == ["humidity", "pressure", "temperature"])
        #expect(rows.map { $0["unit"] as? String } == ["%RH", "Pa", "Cel"])
        #expect(
            rows.allSatisfy {
                $0["verified"] as? Bool == true && $0["node"] as? String == "kitchen"
            })
    }

    @Test func query_leavesOutHealth_unlessAsked() throws {
        let plain = try aggregator.run("query", "--format", "csv")
        #expect(plain.lines.count == 4)
        #expect(try aggregator.run("query", "--health", "--format", "csv").lines.count > 4)
        #expect(
            try aggregator.run("query", "--sensor", "node", "--format", "csv").lines.count > 1)
        let unknown = try aggregator.run("query", "--sensor", "ari", expecting: .exited(66))
        #expect(unknown.errorOutput.contains("no sensor is called 'ari'; known: air, node"))
    }

    @Test func node_forAScript_isJSON() throws {
        let list = try aggregator.run("node", "list", "--format", "json")
        let row = try #require(
            try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any])
        let show = try aggregator.run("node", "show", "kitchen", "--format", "json")
        let node = try #require(
            try JSONSerialization.jsonObject(with: Data(show.output.utf8)) as? [String: Any])
        #expect((node["base_name"] as? String)?.hasPrefix("urn:dev:") == true)
        #expect(row["base_name"] as? String == node["base_name"] as? String)
        #expect(row["items"] as? Int == node["items"] as? Int)
        #expect(row["last_seen"] as? String == node["last_seen"] as? String)
        #expect((node["head"] as? [String: Any])?["sequence"] as? Int == node["items"] as? Int)
        #expect(try aggregator.run("node", "list").output.contains("LAST SEEN"))
    }

    @Test func query_ofARange_holdsBothEnds() throws {
        let result = try aggregator.run(
            "query", "--series", "air_temperature", "--from", "2026-01-31T12:01:00Z", "--to",
            "2026-01-31T12:02:00Z", "--format", "csv")
        let minutes = result.lines.dropFirst().map { $0.split(separator: ",")[6].dropLast(5) }
        #expect(minutes.first?.hasPrefix("2026-01-31T12:01:00") == true)
        #expect(minutes.last?.hasPrefix("2026-01-31T12:02:00") == true)
        #expect(minutes.count == 7)
    }

    @Test func export_inEveryFormat_holdsEveryReading() throws {
        let csv = try aggregator.run("export", "--sensor", "air")
        #expect(csv.lines.count == 91)
        let json = try aggregator.run("export", "--sensor", "air", "--format", "json")
        #expect(json.lines.count == 90)
        let file = kitchen.node.folder.file("out.senml")
        try aggregator.run("export", "--sensor", "air", "--format", "senml", "--output", file)
        let pack = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: file)))
        let records = try #require(pack as? [[String: Any]])
        #expect(records.count == 90)
        #expect(records.allSatisfy { ($0["n"] as? String)?.hasPrefix("urn:dev:mac:") == true })
    }

    @Test func follow_whoseReaderLeaves_endsQuietlyWithTheNextReading() throws {
        let pipeline = try RunningProgram(
            "sh",
            [
                "-c",
                "{ \"$1\" query --follow --state \"$2\"; echo \"status $?\" >&2; } | head -n 1",
                "sh", Product.path("rue-aggregator"), aggregator.state,
            ])
        try pipeline.waitForLine(containing: "NODE")
        try kitchen.simulate(count: 60, from: "2026-02-01T08:00:00Z")
        // By SIGPIPE, as every filter.
        try pipeline.waitForLine(containing: "status 141")
        try pipeline.waitForEnd()
        #expect(!pipeline.errorOutput.contains("rue-aggregator:"))
    }

    @Test func follow_showsWhatArrives() throws {
        let follow = try RunningProgram(
            Product.path("rue-aggregator"),
            ["query", "--follow", "--format", "csv", "--state", aggregator.state])
        try follow.waitForLine(containing: "2026-01-31T12:0")
        try kitchen.simulate(count: 60, from: "2026-02-01T08:00:00Z")
        let line = try follow.waitForLine(containing: "2026-02-01T08:0")
        #expect(line.hasPrefix("kitchen,"))
        #expect(line.hasSuffix(",yes,no"))
    }

    @Test func revoke_whileServing_endsDelivery() throws {
        try aggregator.run("node", "revoke", "kitchen", expecting: .exited(64))
        try aggregator.run("node", "revoke", "kitchen", "--yes")
        let before = try aggregator.run("verify").output
        _ = try kitchen.node.run(["simulate", "--count", "60", "--start", "2026-02-01T08:00:00Z"])
        #expect(try aggregator.run("verify").output == before)
        #expect(try aggregator.run("node", "list").output.contains("revoked"))
        let query = try aggregator.run("query", "--format", "csv")
        #expect(query.lines.count == 1)
        #expect(query.errorOutput.contains("left out: 1 revoked node (kitchen)"))
        #expect(try aggregator.run("export", "--sensor", "air").lines.count == 91)
        let own = try aggregator.run("query", "--node", "kitchen", "--format", "csv")
        #expect(own.lines.count > 3)
    }

    @Test func verify_afterTheStoreWasChanged_namesTheItem() throws {
        #expect(try aggregator.run("verify").output.hasPrefix("good: "))
        try aggregator.stop()
        try Database(path: aggregator.state + "/store.sqlite", mode: .readWrite).execute(
            // The last byte of a signature is 0 in one of sixteen.
            "UPDATE item SET bytes = CAST(substr(bytes, 1, length(bytes) - 1)"
                + " || iif(substr(bytes, -1) = x'00', x'01', x'00') AS BLOB)"
                + " WHERE seq = 2")
        let result = try aggregator.run("verify", expecting: .exited(1))
        #expect(result.lines.count == 1)
        #expect(result.output.hasPrefix("BAD: 1 problem in "))
        #expect(result.errorOutput.contains("node kitchen, item 2 (log position 2): its signature"))
        let json = try aggregator.run("verify", "--format", "json", expecting: .exited(1))
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        let report = try #require(object as? [String: Any])
        #expect(report["ok"] as? Bool == false)
        #expect(report["problem_count"] as? Int == 1)
        let problems = try #require(report["problems"] as? [[String: Any]])
        #expect(problems.map { $0["item"] as? Int } == [2])
        #expect(problems.map { $0["node"] as? String } == ["kitchen"])
        let query = try aggregator.run("query", "--from", "2026-01-01", "--format", "csv")
        #expect(query.output.contains(",NO,no\n"))
    }

    @Test func store_afterAStop_isOneFileAndReadingLeavesNothingBeside() throws {
        let whole = try aggregator.run("query", "--format", "csv").lines.count
        try aggregator.stop()
        #expect(try storeFiles() == ["store.sqlite"])
        #expect(try aggregator.run("query", "--format", "csv").lines.count == whole)
        for words in [["query"], ["export"], ["verify"], ["node", "list"]] {
            _ = try FinishedProgram.run(
                Product.path("rue-aggregator"), words + ["--state", aggregator.state])
            #expect(try storeFiles() == ["store.sqlite"], "\(words)")
        }
        // The copy of that one file holds all.
        let copy = try ScratchFolder()
        try FileManager.default.copyItem(
            atPath: aggregator.state + "/store.sqlite", toPath: copy.file("store.sqlite"))
        let verified = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["verify", "--state", copy.path])
        #expect(verified.output.hasPrefix("good: 3 items"))
    }

    /// Many stops, as what leaves a connection open is a race among the threads that end.
    @Test func store_afterEveryOneOfManyStops_isOneFile() throws {
        try aggregator.stop()
        for turn in 1...20 {
            try aggregator.start()
            #expect(try HouseClient.get("/", port: aggregator.pagePort).status == 200)
            let live = try HouseClient(port: aggregator.pagePort)
            try live.request("/api/v1/live")
            try live.wait(for: "text/event-stream")
            _ = try aggregator.invite("another")
            try #require(try aggregator.stop() == .exited(0))
            #expect(try storeFiles() == ["store.sqlite"], "stop \(turn)")
        }
    }

    private func storeFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: aggregator.state)
            .filter { $0.hasPrefix("store.sqlite") }.sorted()
    }

    @Test func verify_withAnotherServersKey_isBad() throws {
        try aggregator.stop()
        let other = try ScratchAggregator()
        let key = aggregator.state + "/server.key"
        try FileManager.default.removeItem(atPath: key)
        try FileManager.default.copyItem(atPath: other.state + "/server.key", toPath: key)
        let result = try aggregator.run("verify", expecting: .exited(1))
        #expect(result.errorOutput.contains("another server key"))
        let serve = try aggregator.run(
            "serve", "--loopback", "--port", "0", "--page", "0", expecting: .exited(65))
        #expect(serve.errorOutput.contains("another server key"))
        // A store without its keys, a copy in an archive, can be checked all the same.
        try FileManager.default.removeItem(atPath: key)
        try aggregator.run("verify")
    }
}
