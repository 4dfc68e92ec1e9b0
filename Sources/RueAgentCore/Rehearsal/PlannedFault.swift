/// A fault of one sensor, and when it has it. Times are in milliseconds since the program's start.
public struct PlannedFault: Equatable, Sendable {
    /// The sensor's id.
    public let sensor: String

    /// What it suffers.
    public let fault: SensorFault

    /// When it begins for the first time.
    public let afterMilliseconds: UInt64

    /// How long it lasts.
    public let forMilliseconds: UInt64

    /// From one beginning to the next, longer than it lasts; nil for once only.
    public let everyMilliseconds: UInt64?

    /// A fault of one sensor.
    /// - Parameters:
    ///   - sensor: the sensor's id.
    ///   - fault: what it suffers.
    ///   - afterMilliseconds: when it begins for the first time.
    ///   - forMilliseconds: how long it lasts.
    ///   - everyMilliseconds: from one beginning to the next; nil for once only.
    public init(
        sensor: String, fault: SensorFault, afterMilliseconds: UInt64, forMilliseconds: UInt64,
        everyMilliseconds: UInt64? = nil
    ) {
        self.sensor = sensor
        self.fault = fault
        self.afterMilliseconds = afterMilliseconds
        self.forMilliseconds = forMilliseconds
        self.everyMilliseconds = everyMilliseconds
    }

    /// Whether the sensor has it.
    /// - Parameter milliseconds: since the program's start.
    /// - Returns: true from each beginning on, to before the end.
    public func isActive(at milliseconds: UInt64) -> Bool {
        guard milliseconds >= afterMilliseconds else { return false }
        var passed = milliseconds - afterMilliseconds
        if let everyMilliseconds, everyMilliseconds > 0 { passed %= everyMilliseconds }
        return passed < forMilliseconds
    }
}
