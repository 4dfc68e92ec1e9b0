import RueSensors
import RueWire
import Testing

@testable import RueAgentCore

/// A sampler driven from deadline to deadline.
private final class Drive {
    var sampler: Sampler
    let log = RecordingLog()
    var now: UInt64
    let utcAtZero: UInt64?
    var records: [SampledRecord] = []

    init(
        _ sensors: [(String, any Sensor, UInt64)], from start: UInt64 = 0, utcAtZero: UInt64? = nil
    ) {
        now = start
        self.utcAtZero = utcAtZero
        sampler = Sampler(
            sensors.map { SampledSensor(id: $0, sensor: $1, intervalMilliseconds: $2) },
            from: start, log: log)
    }

    func run(until end: UInt64) {
        while let deadline = sampler.deadline, deadline <= end {
            now = max(now, deadline)
            let utc = utcAtZero.map { $0 + now }
            records += sampler.advance(
                at: NodeTime(uptimeMilliseconds: now, utcMilliseconds: utc))
        }
        now = end
    }

    func times(_ name: String) -> [UInt64] {
        records.filter { $0.name == name }.map(\.uptimeMilliseconds)
    }
}

private func steady() -> ScriptedSensor {
    ScriptedSensor { _ in .readings([Reading(.temperature, milli: 21_370)]) }
}

@Suite struct SamplerTests {
    @Test func sample_isTakenAtOnce_thenOnTheGridOfTheUptime() {
        let drive = Drive([("air", steady(), 1000)], from: 1234)
        drive.run(until: 4500)
        #expect(drive.times("air_temperature") == [1234, 2000, 3000, 4000])
    }

    @Test func sample_withKnownClock_isOnTheGridOfTheClock() {
        let drive = Drive([("air", steady(), 10_000)], from: 100, utcAtZero: 1_800_000_003_000)
        drive.run(until: 30_000)
        // The clock shows :03.100 at the start; :10, :20 and :30 follow.
        #expect(drive.times("air_temperature") == [100, 7000, 17_000, 27_000])
    }

    @Test func reading_becomesRecord() {
        let drive = Drive([("air", steady(), 1000)])
        drive.run(until: 500)
        #expect(
            drive.records == [
                SampledRecord(
                    .reading, name: "air_temperature", unit: "Cel",
                    value: .decimal(DecimalFraction(milli: 21_370)), uptimeMilliseconds: 0)
            ])
    }

    @Test func manySensors_areServedByOneLoop_noneWaitsForAnother() {
        let slow = ScriptedSensor { _ in
            .readings([Reading(.temperature, milli: 1)], afterMicroseconds: 750_000)
        }
        let drive = Drive([("slow", slow, 1000), ("quick", steady(), 100)])
        drive.run(until: 950)
        #expect(
            drive.times("quick_temperature") == Array(stride(from: 0, to: 900, by: 100)) + [900])
        #expect(drive.times("slow_temperature") == [0])
    }

    @Test func missedSlots_areSkippedAndCounted() {
        let drive = Drive([("air", steady(), 1000)])
        drive.run(until: 1500)
        // The machine was asleep, or busy, for ten seconds.
        drive.now = 11_700
        drive.run(until: 14_500)
        #expect(drive.times("air_temperature") == [0, 1000, 11_700, 12_000, 13_000, 14_000])
        #expect(drive.sampler.counters.skipped == 9)
    }

    @Test func clockSlowedByNTP_givesNoSecondSampleInASlot() {
        let sensor = steady()
        var sampler = Sampler(
            [SampledSensor(id: "air", sensor: sensor, intervalMilliseconds: 1000)], from: 0,
            log: RecordingLog())
        _ = sampler.advance(at: NodeTime(uptimeMilliseconds: 0, utcMilliseconds: 5000))
        _ = sampler.advance(at: NodeTime(uptimeMilliseconds: 10, utcMilliseconds: 5010))
        #expect(sampler.deadline == 1000)
        // By then the clock was slowed by two milliseconds.
        _ = sampler.advance(at: NodeTime(uptimeMilliseconds: 1000, utcMilliseconds: 5998))
        #expect(sensor.starts == 1)
        #expect(sampler.deadline == 1002)
        _ = sampler.advance(at: NodeTime(uptimeMilliseconds: 1002, utcMilliseconds: 6000))
        #expect(sensor.starts == 2)
    }

    @Test func failingSensor_tellsItsFault_othersGoOn() {
        let failing = ScriptedSensor { start in
            switch start {
            case 0, 1: .readings([Reading(.temperature, milli: 1)])
            case 2: .startFails(.bus(.noAcknowledge))
            default: .collectFails(.notReady)
            }
        }
        let drive = Drive([("bad", failing, 1000), ("good", steady(), 1000)])
        drive.run(until: 4500)
        #expect(drive.times("good_temperature") == [0, 1000, 2000, 3000, 4000])
        #expect(drive.times("bad_temperature") == [0, 1000])
        #expect(drive.times("bad_fault") == [2000, 3000, 4000])
        let texts = drive.records.filter { $0.name == "bad_fault" }.map(\.value)
        #expect(texts.first == .text(SensorError.bus(.noAcknowledge).description))
        #expect(texts.last == .text(SensorError.notReady.description))
        #expect(drive.sampler.counters.faults == 3)
        #expect(drive.log.messages(.warning).count == 1)
    }

    @Test func failingSensor_thatWorksAgain_isTold() {
        let sensor = ScriptedSensor { start in
            start == 0 ? .startFails(.notReady) : .readings([Reading(.temperature, milli: 1)])
        }
        let drive = Drive([("air", sensor, 1000)])
        drive.run(until: 2500)
        #expect(drive.log.messages(.info) == ["sensor air works again"])
    }

    @Test func sensorThatIsNeverReady_isGivenUp() {
        let drive = Drive([("air", ScriptedSensor { _ in .neverReady }, 1000)])
        drive.run(until: 10_500)
        #expect(drive.times("air_fault") == [0])
    }

    @Test func repairedReading_isCounted() {
        let sensor = ScriptedSensor { _ in
            .readings([Reading(.temperature, milli: 1, flags: .recovered)])
        }
        let drive = Drive([("air", sensor, 1000)])
        drive.run(until: 2500)
        #expect(drive.sampler.counters.recovered == 3)
    }

    @Test func suspectReading_isKeptAndCounted_andToldOnceASensor() {
        let clone = ScriptedSensor { start in
            .readings([Reading(.temperature, milli: 1, flags: start > 0 ? .suspect : [])])
        }
        let other = ScriptedSensor { _ in
            .readings([Reading(.temperature, milli: 1, flags: [.suspect, .recovered])])
        }
        let drive = Drive([("clone", clone, 1000), ("other", other, 1000), ("air", steady(), 1000)])
        drive.run(until: 3500)
        #expect(drive.times("clone_temperature") == [0, 1000, 2000, 3000])
        #expect(drive.sampler.counters.suspect == 3 + 4)
        #expect(drive.sampler.counters.recovered == 4)
        let told = drive.log.messages(.warning)
        #expect(told.map { $0.prefix(12) } == ["sensor other", "sensor clone"])
        #expect(told.allSatisfy { $0.contains(" looks like a clone ") })
    }

    @Test func stop_reachesEverySensor_alsoAfterOneThatFails() {
        let stuck = ScriptedSensor { _ in .neverReady }
        stuck.stopError = .bus(.timedOut)
        let other = steady()
        let drive = Drive([("stuck", stuck, 1000), ("other", other, 1000)])
        drive.run(until: 500)
        #expect(other.stops == 0)
        drive.sampler.stop()
        #expect(stuck.stops == 1 && other.stops == 1)
        #expect(
            drive.log.messages(.warning) == [
                "sensor stuck was not left at rest: \(SensorError.bus(.timedOut).description)"
            ])
    }

    @Test func longText_isCutBetweenCharacters() {
        let text = shortened(String(repeating: "°", count: 300))
        #expect(text.utf8.count <= 255)
        #expect(text.hasSuffix("°..."))
        #expect(shortened("short") == "short")
    }

    @Test func sensorThatNeedsRest_skipsASlotThatComesTooSoonAfterTheFirstSample() {
        let sensor = ScriptedSensor(minimumIntervalMilliseconds: 2000) { _ in
            .readings([Reading(.temperature, milli: 1)])
        }
        let drive = Drive([("air", sensor, 10_000)], from: 9900)
        drive.run(until: 35_000)
        #expect(drive.times("air_temperature") == [9900, 20_000, 30_000])
        #expect(drive.sampler.counters.skipped == 0)
    }

    @Test func sensorThatNeedsRest_startedAMomentLate_losesNoSlot() {
        let sensor = ScriptedSensor(minimumIntervalMilliseconds: 2000) { _ in
            .readings([Reading(.temperature, milli: 1)])
        }
        var sampler = Sampler(
            [SampledSensor(id: "air", sensor: sensor, intervalMilliseconds: 2000)], from: 0,
            log: RecordingLog())
        var now: UInt64 = 0
        for late in [UInt64(0), 3, 19, 0, 12, 1, 0] {
            now = (sampler.deadline ?? 0) + late
            _ = sampler.advance(at: NodeTime(uptimeMilliseconds: now, utcMilliseconds: nil))
            now = sampler.deadline ?? 0
            _ = sampler.advance(at: NodeTime(uptimeMilliseconds: now, utcMilliseconds: nil))
        }
        #expect(sensor.starts == 7)
        #expect(sampler.counters.skipped == 0)
        #expect(now < 12_100)
    }

    @Test func sensorThatNeedsRest_hasIt_whenTheClockIsSet() {
        let sensor = ScriptedSensor(minimumIntervalMilliseconds: 2000) { _ in
            .readings([Reading(.temperature, milli: 1)])
        }
        var sampler = Sampler(
            [SampledSensor(id: "air", sensor: sensor, intervalMilliseconds: 2000)], from: 0,
            log: RecordingLog())
        var starts: [UInt64] = []
        var now: UInt64 = 0
        while now < 60_000 {
            // NTP sets the clock by an odd amount every few seconds, forth and back.
            let utc = 1_800_000_000_000 + now + now / 7000 % 3 * 1313
            let before = sensor.starts
            _ = sampler.advance(at: NodeTime(uptimeMilliseconds: now, utcMilliseconds: utc))
            if sensor.starts > before { starts.append(now) }
            now = max(now + 1, sampler.deadline ?? 0)
        }
        #expect(starts.count > 14)
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 >= 2000 }, "\(starts)")
    }
}
