/// One sensor of a node, as its configuration describes it.
public struct SensorConfiguration: Equatable, Sendable {
    /// The sensor's name in records (`air` in `air_temperature`): lower-case letters, digits
    /// and underscores, 1 to 32 of them, beginning with a letter.
    public let id: String

    /// The chip with its settings.
    public let driver: SensorDriver

    /// Where the chip is.
    public let bus: BusName

    /// The time from one sample to the next, 100 ms to 24 h, and no less than the driver's least.
    public let intervalMilliseconds: UInt64

    /// Where in its room a simulated sensor is, one of the room's places; nil for the usual one.
    public let place: String?

    /// The same sensor at another interval.
    /// - Parameter milliseconds: the time from one sample to the next.
    /// - Returns: the sensor's description.
    public func sampled(every milliseconds: UInt64) -> SensorConfiguration {
        SensorConfiguration(
            id: id, driver: driver, bus: bus, intervalMilliseconds: milliseconds, place: place)
    }
}
