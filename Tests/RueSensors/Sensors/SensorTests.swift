import RueSensors
import RueSensorsSimulation
import Testing

/// A device that answers `.pending` a number of times, for the default methods of `Sensor`.
private final class SlowSensor: Sensor {
    let model = "slow"
    let quantities = [Quantity.temperature]
    var pendingAnswers: Int

    init(pendingAnswers: Int) { self.pendingAnswers = pendingAnswers }

    func start() throws(SensorError) -> UInt64 { 750_000 }

    func collect() throws(SensorError) -> SensorProgress {
        guard pendingAnswers > 0 else { return .readings([Reading(.temperature, milli: 1)]) }
        pendingAnswers -= 1
        return .pending(microseconds: 500)
    }

    func stop() throws(SensorError) {}
}

@Suite struct SensorTests {
    @Test func read_slowDevice_sleepsAsTold() throws {
        let clock = VirtualClock()
        clock.recordsSleeps = true
        let readings = try SlowSensor(pendingAnswers: 2).read(sleepingOn: clock)
        #expect(readings == [Reading(.temperature, milli: 1)])
        #expect(clock.recordedSleeps == [750_000, 500, 500])
    }

    @Test func read_deviceThatNeverEnds_endsAllTheSame() {
        let sensor = SlowSensor(pendingAnswers: .max)
        #expect(throws: SensorError.notReady) { try sensor.read(sleepingOn: VirtualClock()) }
    }

    @Test func minimumInterval_unlessStated_isNone() {
        #expect(SlowSensor(pendingAnswers: 0).minimumIntervalMilliseconds == 0)
    }
}
