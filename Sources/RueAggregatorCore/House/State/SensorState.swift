/// What can be said of a sensor.
public enum SensorCondition: String, Sendable, Equatable {
    /// Its values are as recent as they should be.
    case fresh
    /// Its newest value is older than it should be.
    case stale
    /// The last that was heard of it is a fault.
    case failing
}

/// A sensor and the latest value of each of its series.
public struct SensorState: Sendable, Equatable {
    /// What a sensor's node said instead of a value.
    public struct Fault: Sendable, Equatable {
        /// What is wrong, in the node's words: escape it wherever it is shown.
        public let text: String
        /// When, in milliseconds since 1970; nil while the boot's clock is not known.
        public let timeMilliseconds: Int64?
        /// When the first fault after the last good value came, in milliseconds since 1970; nil
        /// while the sensor works, and while the boot's clock is not known. Where there is no good
        /// value in the day before the node's newest item, the sensor may have failed before.
        public let sinceMilliseconds: Int64?

        /// Puts a fault together.
        ///
        /// - Parameters:
        ///   - text: what is wrong.
        ///   - timeMilliseconds: when, since 1970.
        ///   - sinceMilliseconds: when the first fault after the last good value came.
        public init(text: String, timeMilliseconds: Int64?, sinceMilliseconds: Int64? = nil) {
            self.text = text
            self.timeMilliseconds = timeMilliseconds
            self.sinceMilliseconds = sinceMilliseconds
        }
    }

    /// Its name within the node: `air`.
    public var id: String
    /// What can be said of it.
    public var condition: SensorCondition
    /// The newest fault, also when values came after it; ``condition`` tells.
    public var fault: Fault?
    /// Its series: temperature, humidity and pressure first, then by name.
    public var series: [SeriesState]

    /// Puts a sensor together; the meanings are those of the properties.
    public init(
        id: String, condition: SensorCondition, fault: Fault? = nil, series: [SeriesState]
    ) {
        self.id = id
        self.condition = condition
        self.fault = fault
        self.series = series
    }

    /// The series of a quantity.
    ///
    /// - Parameter quantity: `temperature` for one.
    /// - Returns: nil when the sensor has none.
    public func series(of quantity: String) -> SeriesState? {
        series.first { $0.quantity == quantity }
    }
}
