/// What ``Sensor/collect()`` found.
public enum SensorProgress: Equatable, Sendable {
    /// The conversion has not ended: ask again after so many microseconds.
    case pending(microseconds: UInt64)
    /// The conversion has ended.
    case readings([Reading])
}
