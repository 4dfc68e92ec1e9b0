import Foundation
import RueTestSupport
import Testing

/// `rue-agent simulate` as it gives a node its past: up to a time, on the path of live readings.
@Suite struct SimulatedPastTests {
    private static let house = """
        batch: {readings: 60, seconds: 1}
        sensors:
          - {id: air, driver: bme280, bus: simulated, interval: 1s}
          - {id: shade, driver: dht22, bus: simulated, line: 4, interval: 2s}
          - {id: floor, driver: ds18b20, bus: simulated, interval: 1s}
        simulation: {seed: 7, room: cellar}

        """

    private func enrolled(
        _ description: String = house
    ) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("cellar", description: description)
        try node.enrol(server.invite("cellar"))
        return (server, node)
    }

    private func simulate(_ node: ScratchNode, _ words: String...) throws -> FinishedProgram {
        let result = try node.run(["simulate", "--every", "60s"] + words, seconds: 120)
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        return result
    }

    /// The times of a series, in order.
    private func times(_ series: String, in server: ScratchAggregator) throws -> [String] {
        try server.run("export", "--series", series, "--format", "json").lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(object?["time"] as? String, "\(line)")
        }
    }

    private func seconds(_ series: String, in server: ScratchAggregator) throws -> [Double] {
        let format = ISO8601DateFormatter()
        format.formatOptions.insert(.withFractionalSeconds)
        return try times(series, in: server).map {
            try #require(format.date(from: $0), "\($0)").timeIntervalSince1970
        }
    }

    /// How many times of a long series differ.
    private func distinctTimes(_ series: String, in server: ScratchAggregator) throws -> Int {
        let script = """
            "$1" export --state "$2" --series "$3" --format json \
                | grep -o '"time":"[^"]*:00.000Z"' | sort -u | wc -l
            """
        let program = Product.path("rue-aggregator")
        let result = try FinishedProgram.run(
            "bash", ["-c", script, "test", program, server.state, series])
        return try #require(Int(result.lines.first ?? ""), "\(result.errorOutput)")
    }

    private func alerts(of node: String, on server: ScratchAggregator) throws -> [Any] {
        let show = try server.run("node", "show", node, "--format", "json")
        let object =
            try JSONSerialization.jsonObject(with: Data(show.output.utf8)) as? [String: Any]
        return try #require(object?["alerts"] as? [Any])
    }

    /// One for each minute, on the minute.
    private func expectEveryMinuteOnce(_ seconds: [Double], _ count: ClosedRange<Int>) {
        #expect(count.contains(seconds.count), "\(seconds.count)")
        #expect(seconds.allSatisfy { $0.truncatingRemainder(dividingBy: 60) == 0 })
        let steps = zip(seconds, seconds.dropFirst()).map { $1 - $0 }
        #expect(steps.allSatisfy { $0 == 60 })
    }

    @Test func pastUntilNow_holdsEverySeries_andRunCarriesOn_withoutAlert() throws {
        let (server, node) = try enrolled()
        let result = try simulate(node, "--start", "-2d", "--until", "now")
        #expect(result.output.contains("undelivered=0"), "\(result.output)")
        for series in [
            "air_temperature", "air_humidity", "air_pressure", "shade_temperature",
            "shade_humidity", "floor_temperature",
        ] {
            let seconds = try seconds(series, in: server)
            expectEveryMinuteOnce(seconds, 2878...2882)
            #expect(Date().timeIntervalSince1970 - (seconds.last ?? 0) < 180, "\(series)")
        }
        let end = try #require(try seconds("air_temperature", in: server).last)

        let program = try node.start()
        let first = try program.waitForNumber(after: "delivered through ", atLeast: 1)
        try program.waitForNumber(after: "delivered through ", atLeast: first + 4)
        #expect(try program.stop() == .exited(0))
        let live = try seconds("air_temperature", in: server).filter { $0 > end }
        #expect(live.count >= 3)
        #expect(live.first.map { $0 - end < 180 } == true)
        #expect(try alerts(of: "cellar", on: server).isEmpty)
        #expect(!program.errorOutput.contains("anew"), "\(program.errorOutput)")
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func simulate_stopped_goesOnWhereItWas() throws {
        let (server, node) = try enrolled(
            """
            sensors:
              - {id: floor, driver: ds18b20, bus: simulated, interval: 1s}

            """)
        let words = [
            "simulate", "--start", "2026-01-01T00:00:00Z", "--until", "2026-01-21T00:00:00Z",
            "--every", "60s", "--state", node.state, "--config", node.configuration,
        ]
        let program = try RunningProgram(Product.path("rue-agent"), words)
        let form = #/progress (\d+) % readings=(\d+) simulated=\S+Z rate=\d+/#
        try program.waitForLine("a line of progress") { $0.wholeMatch(of: form) != nil }
        program.send(SIGINT)
        #expect(try program.waitForEnd() == .exited(75))
        #expect(program.errorOutput.contains("stopped"), "\(program.errorOutput)")
        let first = try number(after: "readings=", in: program.output)
        #expect((1..<28_800).contains(first))

        let second = try FinishedProgram.run(Product.path("rue-agent"), words, seconds: 120)
        #expect(second.status == .exited(0), "\(second.errorOutput)")
        #expect(second.output.contains("progress 100 %"))
        let rest = try number(after: "readings=", in: second.output)
        // 20 days, and each minute of them once.
        #expect(first + rest == 28_800)
        #expect(try distinctTimes("floor_temperature", in: server) == 28_800)
        #expect(try alerts(of: "cellar", on: server).isEmpty)
    }

    @Test func simulate_toWhereItHasBeen_takesNothing() throws {
        let (server, node) = try enrolled()
        let words = ["--start", "2026-01-01T00:00:00Z", "--until", "2026-01-01T01:00:00Z"]
        for readings in [6 * 60, 0] {
            let result = try node.run(["simulate", "--every", "1min"] + words)
            #expect(result.status == .exited(0), "\(result.errorOutput)")
            #expect(result.output.contains("readings=\(readings) "), "\(result.output)")
        }
        // Without a start it goes on from there.
        let further = try simulate(node, "--until", "2026-01-01T02:00:00Z")
        #expect(further.output.contains("undelivered=0"))
        expectEveryMinuteOnce(try seconds("shade_humidity", in: server), 120...120)
    }

    @Test func progress_onATerminal_isABar() throws {
        let (_, node) = try enrolled()
        // script(1) gives the program a terminal.
        let command = [
            Product.path("rue-agent"),
            "simulate --offline --start -1d --until now --every 60s --state",
            node.state, "--config", node.configuration,
        ]
        let result = try FinishedProgram.run(
            "script", ["-qec", command.joined(separator: " "), "/dev/null"])
        #expect(result.status == .exited(0), "\(result.output)")
        #expect(result.output.contains("\r[##############################] 100 %  86"))
        #expect(!result.output.contains("progress"), "\(result.output)")
    }

    @Test(arguments: [
        (["--count", "5", "--until", "now"], "give --count or --until, not both"),
        (["--until", "now", "--start", "unknown"], "does not know the time"),
        (["--start", "-1h", "--until", "-2h"], "--until must be later than --start"),
        (["--start", "-1h", "--until", "yesterday"], "--until takes"),
        (["--start", "-30x", "--until", "now"], "--start takes"),
        (["--start", "-99999w", "--until", "now"], "nothing before 2025"),
        (["--every", "60"], "--every takes"), (["--every", "25h"], "--every takes"),
        (["--every", "1s"], "--every is too short for sensor shade, which takes 2s"),
        (["--until", "now"], "--until wants a --start"),
        (["--count", "0"], "--count"),
    ])
    func options_thatCannotBe_areExplained(words: [String], text: String) throws {
        let (_, node) = try enrolled()
        let result = try node.run(["simulate"] + words)
        #expect(result.status == .exited(64))
        #expect(result.errorOutput.contains(text), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("rue-agent simulate --help"))
    }

    private func number(after text: String, in output: String) throws -> Int {
        let found = try #require(output.range(of: text, options: .backwards))
        return try #require(Int(output[found.upperBound...].prefix { $0.isNumber }))
    }
}
