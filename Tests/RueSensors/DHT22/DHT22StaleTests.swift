import RueSensors
import RueSensorsSimulation
import Testing

/// Each frame carries the conversion of the pulse before it.
@Suite struct DHT22StaleTests {
    private let clock = VirtualClock()
    private let room = Room()
    private let device: SimulatedDHT22

    private final class Room {
        var temperature: Int64 = 20_000
    }

    init() {
        let room = room
        device = SimulatedDHT22(clock: clock, seed: 3) {
            Environment(temperatureMilliCelsius: room.temperature)
        }
    }

    private func read(_ sensor: DHT22) throws -> Int64 {
        try sensor.read(sleepingOn: clock)[0].milli
    }

    private func sensor(staleAfter milliseconds: UInt32? = 30_000) -> DHT22 {
        DHT22(
            line: device, clock: clock,
            configuration: DHT22.Configuration(staleAfterMilliseconds: milliseconds))
    }

    /// Nobody knows how old the first frame is: the second is taken, two seconds later.
    @Test func read_first_takesTheSecondFrame() throws {
        let sensor = sensor()
        #expect(try read(sensor) == 20_000)
        #expect(device.frameCount == 2)
        #expect((2000...2030).contains(clock.monotonicMilliseconds))
        #expect(sensor.counters.stale == 1)
        #expect(sensor.counters.retries == 0)
    }

    /// Asked once an hour, a driver that takes what comes is an hour behind.
    @Test func read_afterAnHour_isNotAnHourOld() throws {
        let sensor = sensor()
        _ = try read(sensor)
        room.temperature = 25_000
        clock.advance(milliseconds: 3_600_000)
        #expect(try read(sensor) == 25_000)
        #expect(sensor.counters.stale == 2)
    }

    @Test func naiveDriver_afterAnHour_isAnHourBehind() throws {
        let naive = sensor(staleAfter: nil)
        _ = try read(naive)
        room.temperature = 25_000
        clock.advance(milliseconds: 3_600_000)
        #expect(try read(naive) == 20_000)
        #expect(naive.counters.stale == 0)
    }

    @Test func read_regularly_dropsNothing() throws {
        let sensor = sensor()
        for _ in 0..<50 {
            _ = try read(sensor)
            clock.advance(milliseconds: 29_900)
        }
        #expect(sensor.counters.stale == 1)
        #expect(sensor.counters.attempts == 51)
    }

    /// Pulses that nothing answers begin no conversion: after a silence the first frame is as old.
    @Test func read_afterSilence_isNotOld() throws {
        let sensor = sensor()
        _ = try read(sensor)
        device.faults.isSilent = true
        for _ in 0..<8 {
            clock.advance(milliseconds: 5000)
            #expect(throws: SensorError.noAnswer) { try read(sensor) }
        }
        device.faults.isSilent = false
        room.temperature = 25_000
        clock.advance(milliseconds: 5000)
        #expect(try read(sensor) == 25_000)
    }

    /// The frame that is dropped may as well be damaged: it costs no try.
    @Test func read_firstFrameDamaged_costsNoTry() throws {
        let sensor = sensor()
        device.faults.hasWrongChecksum = true
        #expect(try sensor.start() == 0)
        device.faults.hasWrongChecksum = false
        #expect(try sensor.collect() == .pending(microseconds: 1_991_000))
        clock.advance(milliseconds: 1991)
        guard case .readings = try sensor.collect() else {
            Issue.record("still pending")
            return
        }
        #expect(sensor.counters.checksumFailures == 0)
    }

    /// A limit below the interval must not drop for ever.
    @Test func read_everyFrameTooOld_takesTheSecond() throws {
        let sensor = sensor(staleAfter: 0)
        #expect(try read(sensor) == 20_000)
        clock.advance(milliseconds: 3000)
        #expect(try read(sensor) == 20_000)
        #expect(sensor.counters.attempts == 4)
    }
}
