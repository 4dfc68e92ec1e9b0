public import RueSensors

/// A sensor that a sampler reads.
public struct SampledSensor {
    /// The sensor's name in records.
    public let id: String

    /// The driver.
    public let sensor: any Sensor

    /// The time from one slot to the next.
    public let intervalMilliseconds: UInt64

    /// What the driver counted of its frames so far; nil for a sensor that sends none.
    public let frames: (() -> FrameCounters)?

    /// A sensor that a sampler reads.
    /// - Parameters:
    ///   - id: the sensor's name in records.
    ///   - sensor: the driver.
    ///   - intervalMilliseconds: the time from one slot to the next; raised to what the sensor
    ///     needs between two samples.
    ///   - frames: what the driver counted of its frames so far; nil for a sensor that sends none.
    public init(
        id: String, sensor: any Sensor, intervalMilliseconds: UInt64,
        frames: (() -> FrameCounters)? = nil
    ) {
        self.id = id
        self.sensor = sensor
        self.frames = frames
        self.intervalMilliseconds = max(
            1, intervalMilliseconds, UInt64(sensor.minimumIntervalMilliseconds))
    }
}
