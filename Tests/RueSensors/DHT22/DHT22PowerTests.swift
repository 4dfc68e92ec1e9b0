import RueSensors
import RueSensorsSimulation
import Testing

/// A sensor that hangs, and what switches its supply.
@Suite struct DHT22PowerTests {
    private let clock = VirtualClock()
    private let power = SimulatedOutput()
    private let device: SimulatedDHT22

    init() {
        device = SimulatedDHT22(clock: clock, seed: 5)
        device.supply(through: power)
    }

    private func sensor(after failures: Int = 2) -> DHT22 {
        DHT22(
            line: device, clock: clock,
            configuration: DHT22.Configuration(powerCycleAfterFailures: failures), power: power)
    }

    private func read(_ sensor: DHT22) throws(SensorError) -> [Reading] {
        clock.advance(milliseconds: 5000)
        return try sensor.read(sleepingOn: clock)
    }

    @Test func start_supplyOff_isSwitchedOnAndWaitedFor() throws {
        let sensor = sensor()
        #expect(power.history.isEmpty)
        #expect(try sensor.start() == 2_000_000)
        #expect(power.history == [true])
        #expect(device.frameCount == 0)
        #expect(try sensor.collect() == .pending(microseconds: 2_000_000))
        #expect(try read(sensor).count == 2)
    }

    @Test func read_hung_recoversAfterThePowerCycle() throws {
        let sensor = sensor()
        _ = try read(sensor)
        device.faults.isHung = true
        for _ in 0..<2 { #expect(throws: SensorError.noAnswer) { try read(sensor) } }
        #expect(power.history == [true])
        let begun = clock.monotonicMilliseconds + 5000
        #expect(try read(sensor).count == 2)
        #expect(power.history == [true, false, true])
        #expect(sensor.counters.powerCycles == 1)
        // A second without power, two to wake, and one frame that is too old.
        #expect((5000...5100).contains(clock.monotonicMilliseconds - begun))
    }

    /// Without a power line it hangs for ever, as it does in the field.
    @Test func read_hungWithoutPowerLine_staysSo() throws {
        let sensor = DHT22(line: device, clock: clock)
        try power.set(true)
        clock.advance(milliseconds: 2000)
        _ = try read(sensor)
        device.faults.isHung = true
        for _ in 0..<10 { #expect(throws: SensorError.noAnswer) { try read(sensor) } }
    }

    /// A sensor that stays dead is switched again and again, but not in every sample.
    @Test func read_dead_isSwitchedEverySoManySamples() {
        let sensor = sensor(after: 3)
        device.faults.isSilent = true
        for _ in 0..<12 { #expect(throws: SensorError.noAnswer) { try read(sensor) } }
        #expect(sensor.counters.powerCycles == 3)
        #expect(power.isOn)
    }

    /// The longest sample there is still fits into the sampler's ten seconds.
    @Test func read_powerCycleAndThreeTries_endsWithinTenSeconds() throws {
        let sensor = sensor(after: 1)
        device.faults.isSilent = true
        for _ in 0..<5 {
            clock.advance(milliseconds: 5000)
            let begun = clock.monotonicMilliseconds
            #expect(throws: SensorError.noAnswer) { try sensor.read(sleepingOn: clock) }
            #expect(clock.monotonicMilliseconds - begun < 10_000)
        }
    }

    @Test func stop_switchesTheSupplyOff() throws {
        let sensor = sensor()
        _ = try read(sensor)
        try sensor.stop()
        #expect(!power.isOn)
        #expect(try read(sensor).count == 2)
    }

    /// The machine sleeps, for longer than anything waits, before any look at the clock: SystemClock
    /// counts that time.
    @Test(arguments: 0..<37)
    func collect_machineAsleepAtAnyLook_isPendingOrTheTruth(look: Int) throws {
        let jumping = JumpingClock(clock)
        let sensor = DHT22(
            line: device, clock: jumping,
            configuration: DHT22.Configuration(powerCycleAfterFailures: 1), power: power)
        jumping.jump = (look, 3_600_000_000)
        for sample in 0..<4 {
            clock.advance(milliseconds: 5000)
            if sample == 1 { device.faults.isHung = true }
            do throws(SensorError) {
                #expect(try sensor.read(sleepingOn: clock).map(\.milli) == [21_000, 45_000])
            } catch {
                #expect(error == .noAnswer, "\(error)")
            }
        }
        #expect(jumping.looks > look)
        #expect(try read(sensor).count == 2)
    }

    /// The supply is off and cannot be switched on: told, and done by the next sample.
    @Test func collect_powerLineFailsHalfWay_isToldAndTheNextSwitchesItOn() throws {
        let sensor = sensor(after: 1)
        _ = try read(sensor)
        device.faults.isHung = true
        #expect(throws: SensorError.noAnswer) { try read(sensor) }
        clock.advance(milliseconds: 5000)
        #expect(try sensor.start() == 1_000_000)
        clock.advance(milliseconds: 1000)
        power.fault = .os(errno: 5)
        #expect(throws: SensorError.bus(.os(errno: 5))) { try sensor.collect() }
        #expect(!power.isOn)
        power.fault = nil
        #expect(try read(sensor).count == 2)
        #expect(power.history == [true, false, true])
    }
}
