import RueSensors
import RueSensorsSimulation

/// A driver on a simulated device, whose truth can be set and whose transactions can fail.
final class DriverRig {
    /// The clock of driver and device.
    let clock = JumpingClock(VirtualClock())
    let plan = FaultPlan()
    /// The air around the device.
    var truth = Environment()
    private var sensor: (any Sensor)?

    /// Makes the device and the driver; both are given the rig.
    init(_ make: (DriverRig) -> any Sensor) { sensor = make(self) }

    /// The truth, for a simulated device to ask for.
    var environment: () -> Environment { { [unowned self] in truth } }

    /// The time, without a look at the clock that counts.
    var microseconds: UInt64 { clock.clock.monotonicMicroseconds }

    /// Puts another driver around the driver, to see whether its mistakes are found.
    func wrap(_ wrapper: (any Sensor) -> any Sensor) { sensor = sensor.map(wrapper) }

    /// Reads once, 100 ms after the last time or as early as the device bears it.
    func read() throws(SensorError) -> [Reading] {
        guard let sensor else { throw .notStarted }
        clock.advance(milliseconds: max(100, UInt64(sensor.minimumIntervalMilliseconds)))
        return try sensor.read(sleepingOn: clock)
    }

    /// Leaves the device at rest.
    func stop() throws(SensorError) { try sensor?.stop() }
}
