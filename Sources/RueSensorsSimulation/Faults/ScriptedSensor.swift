public import RueSensors

/// A driver whose samples a ``FaultScript`` counts. Not for a DHT22, whose ``ScriptedPulseLine`` counts
/// its frames.
public final class ScriptedSensor: Sensor {
    private let sensor: any Sensor
    private let script: FaultScript

    /// Puts a script's count around a driver.
    ///
    /// - Parameters:
    ///   - sensor: the driver.
    ///   - script: what is to happen to it.
    public init(_ sensor: any Sensor, _ script: FaultScript) {
        self.sensor = sensor
        self.script = script
    }

    /// The driver's.
    public var model: String { sensor.model }

    /// The driver's.
    public var quantities: [Quantity] { sensor.quantities }

    /// The driver's.
    public var minimumIntervalMilliseconds: UInt32 { sensor.minimumIntervalMilliseconds }

    /// Begins a sample, of the script and of the driver.
    ///
    /// - Returns: when the values are due, as the driver says.
    /// - Throws: what the driver throws.
    public func start() throws(SensorError) -> UInt64 {
        script.beginSample()
        let due = try sensor.start()
        script.beginConversion()
        return due
    }

    /// Collects the values.
    ///
    /// - Returns: what the driver says.
    /// - Throws: what the driver throws.
    public func collect() throws(SensorError) -> SensorProgress { try sensor.collect() }

    /// Leaves the device at rest, which suffers what a sample would that begins now.
    ///
    /// - Throws: what the driver throws.
    public func stop() throws(SensorError) {
        script.beginSample()
        try sensor.stop()
    }
}
