import RueSensors
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

/// Boots of a machine without a clock, from its first reading to its last: whatever its clock does,
/// every reading is placed within a second of when it was taken, and none in 1970.
@Suite struct ClockStoryTests {
    /// What a machine's clock does during one boot.
    private struct Story {
        /// The true time at uptime 0.
        var truth: UInt64 = 1_800_000_000_000
        /// What the system's clock shows at uptime 0.
        var systemAtBoot: UInt64 = 0
        /// When NTP sets it, and how far it is off then.
        var setAt: UInt64?
        var error: Int64 = 0
        /// When the server tells its time, and how far that is off.
        var toldAt: UInt64?
        var toldError: Int64 = 0
        /// When the machine sleeps, and for how long.
        var sleepsAt: UInt64?
        var sleep: UInt64 = 0
        /// A small correction that NTP makes later.
        var steppedAt: UInt64?
        var step: Int64 = 0

        func system(_ uptime: UInt64) -> UInt64 {
            guard let setAt, uptime >= setAt else { return systemAtBoot + uptime }
            let stepped = steppedAt.map { uptime >= $0 } ?? false
            return UInt64(Int64(truth + uptime) + error + (stepped ? step : 0))
        }
    }

    /// The uptime at which the sensor is read.
    private final class Moment {
        var uptime: UInt64 = 0
        var readings: [UInt64] = []
    }

    /// Lives a boot of twenty minutes of waking, and tells the true and the placed time of each
    /// reading, nil where it has no place.
    private func live(_ story: Story) throws -> [(truth: Int64, placed: Int64?)] {
        let node = try TestNode()
        let moment = Moment()
        let sensor = ScriptedSensor { start in
            if start == moment.readings.count { moment.readings.append(moment.uptime) }
            return .readings([Reading(.temperature, milli: Int64(start))])
        }
        var recorder = Recorder(
            sampler: Sampler(
                [SampledSensor(id: "air", sensor: sensor, intervalMilliseconds: 10_000)],
                from: 3000, log: node.log),
            batcher: Batcher(limits: .standard), signer: node.signer, spool: node.spool,
            from: 3000, log: node.log)
        var timekeeper = Timekeeper()
        var slept: UInt64 = 0
        func time(_ uptime: UInt64) -> NodeTime {
            timekeeper.time(
                uptimeMilliseconds: uptime, systemMilliseconds: story.system(uptime))
        }
        var isTold = false
        while moment.uptime < 1_200_000 + slept {
            var next = max(moment.uptime + 1, recorder.deadline ?? 0)
            if let at = story.sleepsAt, slept == 0, next >= at {
                slept = story.sleep
                next += slept
            }
            moment.uptime = next
            if let at = story.toldAt, next >= at, !isTold {
                isTold = true
                timekeeper.learn(
                    utcMilliseconds: UInt64(Int64(story.truth + next) + story.toldError), at: next)
                timekeeper.compare(
                    systemMilliseconds: story.system(next),
                    isSynchronised: story.setAt.map { next >= $0 } ?? false, at: next)
            }
            recorder.advance(at: time(next))
        }
        recorder.flush(at: time(moment.uptime))
        return try placed(node, moment.readings, story)
    }

    /// Places readings as the protocol says: by their own time, else by the first later batch of
    /// the boot that has one.
    private func placed(
        _ node: TestNode, _ taken: [UInt64], _ story: Story
    ) throws -> [(truth: Int64, placed: Int64?)] {
        let packs = try node.packs()
        let offset = packs.lazy.compactMap { pack in
            pack.link.utcMilliseconds.map {
                Int64($0) - Int64(pack.link.uptimeMilliseconds)
            }
        }.first
        var result: [(truth: Int64, placed: Int64?)] = []
        for pack in packs {
            for record in pack.records where record.name.hasSuffix("air_temperature") {
                guard case .decimal(let value) = record.value,
                    let index = value.scaled(places: 3)
                else { continue }
                let truth = Int64(story.truth + taken[Int(index)])
                let up = Int64(pack.link.uptimeMilliseconds)
                switch record.time {
                case .absolute(let time): result.append((truth, time))
                case .relative(let time): result.append((truth, offset.map { $0 + up + time }))
                }
            }
        }
        return result
    }

    private func expectPlaced(_ story: Story, _ count: Int = 100) throws {
        let readings = try live(story)
        #expect(readings.count >= count, "\(story)")
        for reading in readings {
            let placed = try #require(reading.placed, "\(story)")
            #expect((placed - reading.truth).magnitude <= 1000, "\(story)")
            #expect(placed >= WireLimits.earliestMilliseconds, "\(story)")
        }
    }

    @Test func clockSetLate_placesWhatWasBefore() throws {
        for minute in [0, 1, 7, 19] as [UInt64] {
            try expectPlaced(Story(setAt: minute * 60_000 + 4500))
        }
    }

    @Test func clockNeverSet_isTheServers() throws {
        try expectPlaced(Story(toldAt: 400_000, toldError: -700))
    }

    @Test func clockOfTheLastShutdown_isLeftAside_onceTheServerHasTold() throws {
        // Hours behind, as a system leaves it that saves its clock; told before the first batch.
        try expectPlaced(Story(systemAtBoot: 1_799_990_000_000, toldAt: 3001))
    }

    @Test func clockThatNobodyKnows_placesNothing() throws {
        let readings = try live(Story())
        #expect(readings.count >= 100 && readings.allSatisfy { $0.placed == nil })
    }

    @Test func sleepOfAMachine_isInItsUptime() throws {
        try expectPlaced(Story(setAt: 900_000, sleepsAt: 300_000, sleep: 400_000), 80)
        try expectPlaced(Story(toldAt: 100_000, sleepsAt: 300_000, sleep: 7_200_000))
    }

    @Test func clockThatJumps_shiftsOnlyWhatComesAfter() throws {
        for step in [-3_600_000, 3_600_000] as [Int64] {
            let readings = try live(Story(setAt: 5000, steppedAt: 600_000, step: step))
            let errors = Set(
                readings.compactMap { reading in
                    reading.placed.map { $0 - reading.truth }
                })
            #expect(errors == [0, step], "\(errors)")
        }
    }

    @Test func randomBoots_placeEveryReadingWithinASecond() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("clocks"))
        let count = FullRun.isWanted ? 2000 : 30
        for _ in 0..<count {
            var story = Story()
            story.truth = UInt64.random(
                in: 1_740_000_000_000...4_000_000_000_000, using: &random)
            story.systemAtBoot = UInt64.random(in: 0...1_700_000_000_000, using: &random)
            if Bool.random(using: &random) {
                story.setAt = UInt64.random(in: 0...1_100_000, using: &random)
                story.error = Int64.random(in: -400...400, using: &random)
                story.steppedAt = UInt64.random(in: 0...1_200_000, using: &random)
                story.step = Int64.random(in: -400...400, using: &random)
            }
            if story.setAt == nil || Bool.random(using: &random) {
                story.toldAt = UInt64.random(in: 0...1_100_000, using: &random)
                story.toldError = Int64.random(in: -400...400, using: &random)
            }
            story.sleepsAt = UInt64.random(in: 0...1_200_000, using: &random)
            story.sleep = UInt64.random(in: 0...10_000_000, using: &random)
            try expectPlaced(story, 1)
        }
        print("clocks: \(count) boots")
    }
}
