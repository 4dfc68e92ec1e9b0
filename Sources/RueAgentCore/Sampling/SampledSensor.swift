public import RueSensors

/// A sensor that a sampler reads.
public struct SampledSensor {
    /// The sensor's name in records.
    public let id: String

    /// The driver.
    public let sensor: any Sensor

    /// The time from one slot to the next.
    public let intervalMilliseconds: UInt64

    /// A sensor that a sampler reads.
    /// - Parameters:
    ///   - id: the sensor's name in records.
    ///   - sensor: the driver.
    ///   - intervalMilliseconds: the time from one slot to the next; raised to what the sensor
    ///     needs between two samples.
    public init(id: String, sensor: any Sensor, intervalMilliseconds: UInt64) {
        self.id = id
        self.sensor = sensor
        self.intervalMilliseconds = max(
            1, intervalMilliseconds, UInt64(sensor.minimumIntervalMilliseconds))
    }
}
