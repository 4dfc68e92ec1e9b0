import RueSQLite
import RueSensors
import RueSensorsSimulation
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct RecorderTests {
    private let utc: UInt64 = 1_800_000_000_000

    private func recorder(
        _ node: TestNode, readings: Int = 60, capacity: Int = Batcher.standardCapacity,
        script: @escaping (Int) -> ScriptedSensor.Step = { start in
            .readings([Reading(.temperature, milli: Int64(start))])
        }
    ) -> Recorder {
        Recorder(
            sampler: Sampler(
                [
                    SampledSensor(
                        id: "air", sensor: ScriptedSensor(script), intervalMilliseconds: 1000)
                ], from: 0, log: node.log),
            batcher: Batcher(
                limits: BatchLimits(readings: readings, milliseconds: 3_600_000),
                capacity: capacity),
            signer: node.signer, spool: node.spool, from: 0, log: node.log)
    }

    private func time(_ uptime: UInt64) -> NodeTime {
        NodeTime(uptimeMilliseconds: uptime, utcMilliseconds: utc + uptime)
    }

    private func run(_ recorder: inout Recorder, until end: UInt64) {
        while let deadline = recorder.deadline, deadline <= end {
            recorder.advance(at: time(deadline))
        }
    }

    /// Every record in the spool, batch by batch.
    private func records(_ node: TestNode) throws -> [[SenMLRecord]] {
        try node.spool.batches(from: 1, maximumItems: 9999, maximumBytes: .max).map { batch in
            let envelope = try Envelope.decode(batch.message)
            let link = try #require(envelope.chain)
            return try Pack(
                decoding: envelope.payload, link: link, baseName: node.server.baseName
            ).records
        }
    }

    /// The temperatures in the spool, in thousandths, in order.
    private func temperatures(_ node: TestNode) throws -> [Int64] {
        try records(node).flatMap { $0 }.filter { $0.name.hasSuffix("air_temperature") }
            .compactMap { record in
                if case .decimal(let value) = record.value { value.scaled(places: 3) } else { nil }
            }
    }

    private func fillDisk(_ node: TestNode) throws {
        let pages = try node.spool.database.integer("PRAGMA page_count") ?? 0
        try node.spool.database.execute("PRAGMA max_page_count=\(pages)")
    }

    private func freeDisk(_ node: TestNode) throws {
        try node.spool.database.execute("PRAGMA max_page_count=1000000")
    }

    @Test func readings_becomeBatchesOfTheLimit() throws {
        let node = try TestNode()
        var recorder = recorder(node, readings: 10)
        run(&recorder, until: 25_500)
        let counts = try records(node).map { batch in
            batch.filter { $0.name.hasSuffix("air_temperature") }.count
        }
        #expect(counts == [10, 10])
        recorder.flush(at: time(25_500))
        #expect(node.spool.head.sequence == 3)
        #expect(recorder.readings == 26)
    }

    @Test func stop_leavesTheSensorAtRest_andLosesNothing() throws {
        let node = try TestNode()
        let sensor = ScriptedSensor { _ in .readings([Reading(.temperature, milli: 1)]) }
        var recorder = Recorder(
            sampler: Sampler(
                [SampledSensor(id: "air", sensor: sensor, intervalMilliseconds: 1000)], from: 0,
                log: node.log),
            batcher: Batcher(limits: BatchLimits(readings: 60, milliseconds: 3_600_000)),
            signer: node.signer, spool: node.spool, from: 0, log: node.log)
        run(&recorder, until: 2500)
        recorder.flush(at: time(2500))
        recorder.stop()
        #expect(sensor.stops == 1)
        #expect(try temperatures(node).count == 3)
    }

    @Test func fault_isSignedLikeAnyReading() throws {
        let node = try TestNode()
        var recorder = recorder(node) { start in
            start == 1 ? .collectFails(.notReady) : .readings([Reading(.temperature, milli: 1)])
        }
        run(&recorder, until: 2500)
        recorder.flush(at: time(2500))
        let faults = try records(node).flatMap { $0 }.filter { $0.name.hasSuffix("air_fault") }
        #expect(faults.map(\.value) == [.text(SensorError.notReady.description)])
    }

    @Test func health_comesFirst_andThenNowAndThen() throws {
        let node = try TestNode()
        var recorder = recorder(node)
        run(&recorder, until: 1_300_000)
        let uptimes = try records(node).flatMap { $0 }.filter { $0.name.hasSuffix("node_uptime") }
        #expect(uptimes.count == 3)
    }

    @Test func health_tellsRecoveredAndSuspectReadingsSinceTheStart() throws {
        let node = try TestNode()
        var recorder = recorder(node) { start in
            .readings([
                Reading(.temperature, milli: 1, flags: start < 5 ? [.suspect] : [.recovered])
            ])
        }
        run(&recorder, until: 700_000)
        func values(_ name: String) throws -> [SenMLValue] {
            try records(node).flatMap { $0 }.filter { $0.name.hasSuffix(name) }.map(\.value)
        }
        // At 600 s, of the 600 samples that are collected by then.
        #expect(try values("node_suspect").last == .decimal(DecimalFraction(integer: 5)))
        let recovered = try values("node_recovered").last
        #expect(recovered == .decimal(DecimalFraction(integer: 595)))
    }

    @Test func health_tellsWhatTheDHTsCounted_ofAllTogether() throws {
        let node = try TestNode()
        // Of two sensors one is sound; of the other every second frame has a wrong checksum.
        let clock = VirtualClock()
        let sound = DHT22(line: SimulatedDHT22(clock: clock), clock: clock)
        let damaged = SimulatedDHT22(clock: clock)
        let failing = DHT22(line: damaged, clock: clock)
        var recorder = Recorder(
            sampler: Sampler(
                [("air", sound), ("bath", failing)].map { id, sensor in
                    SampledSensor(id: id, sensor: sensor, intervalMilliseconds: 3000) {
                        FrameCounters(sensor.counters)
                    }
                }, from: 0, log: node.log),
            batcher: Batcher(limits: .standard), signer: node.signer, spool: node.spool, from: 0,
            log: node.log)
        while clock.monotonicMilliseconds < 660_000 {
            damaged.faults.hasWrongChecksum = damaged.frameCount % 2 == 1
            recorder.advance(at: time(clock.monotonicMilliseconds))
            clock.advance(milliseconds: 10)
        }
        recorder.flush(at: time(clock.monotonicMilliseconds))
        func last(_ name: String) throws -> Int64? {
            let all = try records(node).flatMap { $0 }.filter {
                $0.name.hasSuffix("node_dht_" + name)
            }
            #expect(all.count == 2)
            guard case .decimal(let value) = all.last?.value else { return nil }
            return value.scaled(places: 0)
        }
        let attempts = try #require(try last("attempts"))
        let failures = try #require(try last("checksum_failures"))
        #expect(attempts > 350)
        #expect((80...attempts / 2).contains(failures))
        #expect(try last("truncated") == 0)
        #expect(try last("recovered") == 0)
    }

    @Test func health_withoutADHT_tellsNoFrames() throws {
        let node = try TestNode()
        var recorder = recorder(node)
        run(&recorder, until: 1000)
        recorder.flush(at: time(1000))
        let names = try records(node).flatMap { $0 }.map { $0.name }
        #expect(names.contains { $0.hasSuffix("node_samples") })
        #expect(!names.contains { $0.hasSuffix("node_dht_attempts") })
    }

    @Test func whileItMayNotSign_readingsWait() throws {
        let node = try TestNode()
        var recorder = recorder(node, readings: 5)
        recorder.maySign = false
        run(&recorder, until: 12_500)
        #expect(node.spool.head.sequence == 0)
        recorder.maySign = true
        run(&recorder, until: 13_500)
        #expect(node.spool.head.sequence == 2)
    }

    @Test func readingLimit_isExact() throws {
        let node = try TestNode()
        var recorder = recorder(node) { _ in
            .readings([Reading(.temperature, milli: 1), Reading(.pressure, milli: 2)])
        }
        recorder.readingLimit = 5
        run(&recorder, until: 10_000)
        #expect(recorder.readings == 5)
    }

    @Test func fullDisk_samplingGoesOn_nothingIsLostWithinTheBound() throws {
        let node = try TestNode()
        var recorder = recorder(node, readings: 5)
        run(&recorder, until: 7500)
        try fillDisk(node)
        run(&recorder, until: 200_500)
        #expect(!recorder.isStoring)
        #expect(node.log.messages(.error).count == 1)
        #expect(node.log.messages(.error).first?.contains("the disk is full") == true)
        try freeDisk(node)
        run(&recorder, until: 250_500)
        recorder.flush(at: time(250_500))
        #expect(try temperatures(node) == Array(0...250))
        #expect(node.log.messages(.info).contains("the spool takes batches again"))
    }

    @Test func batches_areCommittedInGroups_andAllAtTheEnd() throws {
        let node = try TestNode()
        var recorder = recorder(node, readings: 10)
        recorder.batchesPerCommit = 4
        run(&recorder, until: 35_500)
        #expect(node.spool.head.sequence == 0)
        #expect(recorder.uncommitted == 3)
        run(&recorder, until: 45_500)
        #expect(node.spool.head.sequence == 4)
        #expect(recorder.uncommitted == 0)
        run(&recorder, until: 65_500)
        let isStored = recorder.flush(at: time(65_500))
        #expect(isStored)
        #expect(node.spool.head.sequence == 7)
        #expect(try temperatures(node) == Array(0...65))
    }

    @Test func group_thatIsRefused_isSignedAnew_andNothingIsLostOrDoubled() throws {
        let node = try TestNode()
        var recorder = recorder(node, readings: 5)
        recorder.batchesPerCommit = 4
        run(&recorder, until: 22_500)
        try fillDisk(node)
        run(&recorder, until: 200_500)
        #expect(!recorder.isStoring)
        #expect(recorder.uncommitted == 0)
        let head = node.spool.head.sequence
        try freeDisk(node)
        run(&recorder, until: 250_500)
        #expect(node.spool.head.sequence > head)
        recorder.flush(at: time(250_500))
        #expect(try temperatures(node) == Array(0...250))
    }

    @Test func fullDisk_beyondTheBound_declaresWhatItDropped() throws {
        let node = try TestNode()
        var recorder = recorder(node, readings: 5, capacity: 32)
        run(&recorder, until: 7500)
        try fillDisk(node)
        run(&recorder, until: 200_500)
        try freeDisk(node)
        run(&recorder, until: 250_500)
        recorder.flush(at: time(250_500))
        let all = try records(node).flatMap { $0 }
        let kept = all.filter { $0.name.hasSuffix("air_temperature") }.count
        let dropped = all.compactMap { record -> Int64? in
            guard record.name.hasSuffix("node_dropped"), case .decimal(let value) = record.value
            else { return nil }
            return value.scaled(places: 0)
        }
        #expect(dropped.count == 1)
        #expect(kept + Int(dropped.first ?? 0) == 251)
        #expect(all.contains { $0.name.hasSuffix("node_dropped_span") && $0.unit == "ms" })
    }

    @Test func loss_isDeclared_thoughThePowerGoesBeforeTheNextBatch() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        do {
            let node = try TestNode(spoolPath: path)
            try node.spool.adopt(ChainHead(sequence: 5, id: FakeServer.pin(5)))
            var recorder = recorder(node)
            recorder.advance(at: time(1000))
            // It waits in memory with the first reading when the power goes.
            #expect(node.spool.takeDeclaration() == nil && node.spool.head.sequence == 5)
        }
        let node = try TestNode(spoolPath: path)
        var recorder = recorder(node)
        recorder.advance(at: time(1000))
        recorder.flush(at: time(1000))
        let batch = try #require(
            try node.spool.batches(from: 6, maximumItems: 1, maximumBytes: .max).first)
        let envelope = try Envelope.decode(batch.message)
        let records = try Pack(
            decoding: envelope.payload, link: try #require(envelope.chain),
            baseName: node.server.baseName
        ).records
        let told = records.filter { $0.name.hasSuffix("node_spool") }
        #expect(
            told.map(\.value) == [
                .text(
                    "goes on from item 5 of the server's: what was signed after it, if anything, is "
                        + "lost")
            ])
        #expect(try TestNode(spoolPath: path).spool.takeDeclaration() == nil, "once is enough")
    }
}
