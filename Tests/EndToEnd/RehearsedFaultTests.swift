import Foundation
import RueTestSupport
import Testing

/// Faults that a description plans for simulated sensors, as they arrive at a server.
@Suite struct RehearsedFaultTests {
    private func server(
        _ faults: String, node name: String = "kitchen"
    ) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode(
            name,
            description: """
                batch: {readings: 60, seconds: 1}
                sensors:
                  - {id: air, driver: bme280, bus: simulated, interval: 1s}
                  - {id: shade, driver: dht22, bus: simulated, line: 4, interval: 2s}
                  - {id: floor, driver: ds18b20, bus: simulated, interval: 1s}
                  - {id: pipe, driver: ds18b20, bus: simulated, bridge: ds2482, interval: 1s}
                faults:
                  - \(faults)

                """)
        try node.enrol(server.invite(name))
        return (server, node)
    }

    /// The minutes of the hour in which a series has something.
    private func minutes(_ series: String, in server: ScratchAggregator) throws -> [Int] {
        try server.run("export", "--series", series, "--format", "json").lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let time = try #require(object?["time"] as? String, "\(line)")
            return try #require(Int(time.dropFirst(14).prefix(2)), "\(time)")
        }
    }

    @Test(arguments: [
        ("{sensor: air, fault: silent, after: 10min, for: 5min}", "air", "nothing answers"),
        ("{sensor: shade, fault: silent, after: 10min, for: 5min}", "shade", "nothing answers"),
        ("{sensor: shade, fault: checksum, after: 10min, for: 5min}", "shade", "checksum"),
        ("{sensor: floor, fault: silent, after: 10min, for: 5min}", "floor", "1-Wire"),
        ("{sensor: floor, fault: checksum, after: 10min, for: 5min}", "floor", "checksum"),
        ("{sensor: floor, fault: power-on-value, after: 10min, for: 5min}", "floor", "85"),
        ("{sensor: pipe, fault: silent, after: 10min, for: 5min}", "pipe", "1-Wire"),
        ("{sensor: pipe, fault: checksum, after: 10min, for: 5min}", "pipe", "checksum"),
        ("{sensor: pipe, fault: power-on-value, after: 10min, for: 5min}", "pipe", "85"),
    ])
    func fault_isTold_asLongAsItLasts_andTheOthersGoOn(
        fault: String, sensor: String, text: String
    ) throws {
        let (server, node) = try server(fault)
        let result = try node.run([
            "simulate", "--start", "2026-11-01T00:00:00Z", "--until", "2026-11-01T01:00:00Z",
            "--every", "60s",
        ])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(result.errorOutput.contains("this is a rehearsal"))
        #expect(result.errorOutput.contains("sensor \(sensor) works again"))
        #expect(try minutes("\(sensor)_fault", in: server) == Array(10..<15))
        let told = try server.run("export", "--series", "\(sensor)_fault", "--format", "json")
        #expect(told.lines.allSatisfy { $0.contains(text) }, "\(told.output)")
        for other in ["air", "shade", "floor", "pipe"] {
            let values = try minutes("\(other)_temperature", in: server)
            let whole = Array(0..<60)
            #expect(values == (other == sensor ? whole.filter { !(10..<15).contains($0) } : whole))
        }
    }

    /// Each word that a sensor can suffer, in the order of its plan, and what people read (one of
    /// the texts between bars); nil where the driver may get by.
    private static let words: [(sensor: String, words: [(word: String, text: String?)])] = [
        (
            "air",
            [
                ("silent", "nothing answers at this address"),
                ("unplugged", "nothing answers at this address"),
                ("brown-out", "the chip was reset during the measurement"),
                ("nack, transaction: 4", "nothing answers at this address"),
                ("short-transfer, transaction: 5", "bytes came"), ("bit-flip", nil),
                ("stuck-low", "is a line held low"),
                ("stuck-high", "nothing answers at this address"),
                ("never-ready", "did not finish in time"),
                ("wrong-chip", "BMP180"),
                ("blank-memory", "calibration is blank"),
            ]
        ),
        (
            "shade",
            [
                ("silent", "nothing answers"), ("unplugged", "the answer is incomplete"),
                ("brown-out", "nothing answers"), ("stuck-low", "nothing answers"),
                ("stuck-high", "nothing answers"), ("checksum", "checksum"),
                ("bit-flip", "checksum"), ("dropped-edges, edges: 2", nil),
                ("merged-edges, chance: 50%", nil), ("late-start, by: 5ms", "incomplete"),
                ("hung", "nothing answers"),
            ]
        ),
        (
            "floor",
            [
                ("silent", "1-Wire"), ("unplugged", "1-Wire"), ("power-on-value", "85"),
                ("never-ready", "did not finish"), ("wrong-chip", "a DS18S20"),
                ("checksum", "checksum"), ("zeros", "held low"), ("bit-flip", "checksum"),
            ]
        ),
        (
            "pipe",
            [
                ("silent", "1-Wire"), ("unplugged", "1-Wire"), ("power-on-value", "85"),
                ("never-ready", "did not finish"), ("wrong-chip", "nothing answers|10-0000"),
                ("checksum", "checksum"), ("zeros", "held low"), ("bit-flip", nil),
                ("brown-out", "bridge was reset"), ("nack, transaction: 1", "nothing answers"),
                ("short-transfer, chance: 50%", nil), ("stuck-low", "held low"),
                ("stuck-high", "1-Wire"),
            ]
        ),
    ]

    /// Word for word, five minutes of each and five of peace: what is told is right, what is not
    /// told is the truth, and each sensor recovers.
    @Test func everyWord_isToldOrDoesNoHarm_andPasses() throws {
        let plan = Self.words.flatMap { sensor, words in
            words.enumerated().map { index, word in
                "{sensor: \(sensor), fault: \(word.word), after: \(index * 10 + 5)min, for: 5min}"
            }
        }
        let (broken, sound) = (
            try past(plan.joined(separator: "\n  - ")),
            try past("{sensor: air, fault: silent, after: 100h, for: 1s}")
        )
        for (sensor, words) in Self.words {
            let told = try texts("\(sensor)_fault", in: broken)
            let values = try numbers("\(sensor)_temperature", in: broken)
            let truths = try numbers("\(sensor)_temperature", in: sound)
            #expect(truths.count == 140)
            for (minute, truth) in truths {
                let word = minute % 10 < 5 ? nil : words.dropFirst(minute / 10).first
                let place = "\(sensor) \(word?.word ?? "at peace") in minute \(minute)"
                if let value = values[minute] {
                    #expect(word?.text == nil, "\(place)")
                    #expect(abs(value - truth) < 0.3, "\(place): \(value) for \(truth)")
                } else {
                    let text = try #require(told[minute], "\(place)")
                    #expect(word != nil, "\(place): \(text)")
                    let known = word?.text?.split(separator: "|") ?? [""]
                    #expect(
                        known.contains { $0.isEmpty || text.contains($0) }, "\(place): \(text)")
                }
            }
        }
    }

    /// The clock is wrong, nature is not: what was measured meanwhile has wrong times and right
    /// values, and nothing is lost.
    @Test func clockJump_shiftsTheTimesOfItsBatches_andNothingElse() throws {
        let jumped = try numbers(
            "air_temperature",
            in: past("{fault: clock-jump, by: 5h, after: 10min, for: 20min}"))
        let truths = try numbers(
            "air_temperature", in: past("{sensor: floor, fault: silent, after: 100h, for: 1s}"))
        #expect(jumped.count == truths.count)
        // A batch has the time of when it was signed, so that the shift comes with the next one.
        let shifted = truths.keys.filter { jumped[$0] == nil }
        #expect((10...30).contains(shifted.count))
        for (minute, truth) in truths {
            let shown = try #require(jumped[minute] ?? jumped[minute + 300], "minute \(minute)")
            #expect(abs(shown - truth) < 0.1, "minute \(minute)")
        }
    }

    /// What the DHT's driver counted comes as series of the node, and is in no room.
    @Test func framesOfADHT_areTold_andAreNoValuesOfARoom() throws {
        let server = try past("{sensor: shade, fault: dropped-edges, for: 10h, chance: 20%}")
        func last(_ name: String) throws -> Double {
            let told = try numbers("node_dht_" + name, in: server)
            #expect(told.count == 14, "\(name)")
            return try #require(told.max { $0.key < $1.key }?.value)
        }
        let attempts = try last("attempts")
        let recovered = try last("recovered")
        // Each sample is a minute after the last: one frame is dropped for its age.
        #expect((240...400).contains(attempts))
        #expect(recovered > 5)
        #expect(recovered + (try last("truncated")) < attempts / 2)
        #expect(try last("checksum_failures") < attempts / 2)
        let home = try HouseClient.get("/", port: server.pagePort)
        #expect(home.status == 200)
        #expect(home.text.contains("kitchen"))
        #expect(!home.text.contains("dht_"))
        let isShown = try eventually {
            let page = try HouseClient.get("/node/kitchen", port: server.pagePort)
            return page.text.contains("DHT frames that lacked edges")
        }
        #expect(isShown)
    }

    @Test func sameSeed_sameFaults_otherSeed_others() throws {
        func faults(seed: Int) throws -> [Int] {
            let server = try past(
                "{sensor: air, fault: nack, for: 10h, chance: 20%}", simulation: "{seed: \(seed)}")
            return try texts("air_fault", in: server).keys.sorted()
        }
        let first = try faults(seed: 7)
        #expect((10...60).contains(first.count))
        #expect(try faults(seed: 7) == first)
        #expect(try faults(seed: 8) != first)
    }

    /// 140 simulated minutes, a sample of each sensor in each.
    private func past(
        _ faults: String, simulation: String = "{seed: 7}"
    ) throws -> ScratchAggregator {
        let (server, node) = try server(faults + "\nsimulation: " + simulation)
        let result = try node.run([
            "simulate", "--start", "2026-11-01T00:00:00Z", "--until", "2026-11-01T02:20:00Z",
            "--every", "60s",
        ])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        return server
    }

    private func texts(_ series: String, in server: ScratchAggregator) throws -> [Int: String] {
        try values(series, in: server).compactMapValues { $0 as? String }
    }

    private func numbers(_ series: String, in server: ScratchAggregator) throws -> [Int: Double] {
        try values(series, in: server).compactMapValues { ($0 as? NSNumber)?.doubleValue }
    }

    /// What a series holds, by the minute of the day.
    private func values(_ series: String, in server: ScratchAggregator) throws -> [Int: Any] {
        var values: [Int: Any] = [:]
        for line in try server.run("export", "--series", series, "--format", "json").lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let time = try #require(object?["time"] as? String, "\(line)")
            let hour = try #require(Int(time.dropFirst(11).prefix(2)), "\(time)")
            let minute = try #require(Int(time.dropFirst(14).prefix(2)), "\(time)")
            values[hour * 60 + minute] = object?["value"] ?? object?["text"]
        }
        return values
    }

    @Test func fault_ofARunningNode_comesAndGoes() throws {
        let (server, node) = try server("{sensor: shade, fault: silent, after: 1s, for: 8s}")
        let program = try node.start()
        try program.waitForLine(containing: "this is a rehearsal")
        try program.waitForLine(containing: "sensor shade failed: nothing answers")
        try program.waitForLine(containing: "sensor shade works again")
        #expect(try program.stop() == .exited(0))
        // A sample fails after three tries, two seconds apart: so it takes more than four seconds.
        #expect((1...3).contains(try minutes("shade_fault", in: server).count))
        #expect(try minutes("shade_temperature", in: server).count >= 1)
        #expect(!program.errorOutput.contains("sensor air failed"))
    }
}
