/// One sensor of a node, as its configuration describes it.
public struct SensorConfiguration: Equatable, Sendable {
    /// The sensor's name in records (`air` in `air_temperature`): lower-case letters, digits
    /// and underscores, 1 to 32 of them, beginning with a letter.
    public let id: String

    /// The chip with its settings.
    public let driver: SensorDriver

    /// Where the chip is.
    public let bus: BusName

    /// The time from one sample to the next, 100 ms to 24 h.
    public let intervalMilliseconds: UInt64

    /// The same sensor at another interval.
    /// - Parameter milliseconds: the time from one sample to the next.
    /// - Returns: the sensor's description.
    public func sampled(every milliseconds: UInt64) -> SensorConfiguration {
        SensorConfiguration(
            id: id, driver: driver, bus: bus, intervalMilliseconds: milliseconds)
    }
}

/// Where a chip is connected.
public enum BusName: Equatable, Sendable {
    /// A device of the system, such as `/dev/i2c-1`.
    case device(path: String)

    /// A simulated bus of the sensor's own.
    case simulated
}
