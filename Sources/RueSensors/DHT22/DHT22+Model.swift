extension DHT22 {
    /// Which of the family is wired. A frame does not say, so the configuration must.
    public enum Model: Equatable, Sendable, CaseIterable, CustomStringConvertible {
        /// DHT22, AM2302, AM2301: tenths of a degree and of a percent.
        case dht22
        /// DHT11, DHT12: whole degrees and percents, tenths in newer parts.
        case dht11

        /// As on the datasheet: `DHT22` or `DHT11`.
        public var description: String {
            switch self {
            case .dht22: "DHT22"
            case .dht11: "DHT11"
            }
        }

        /// How long the start pulse is: typically 1 ms (0.8…20) for a DHT22, at least 18 ms for a
        /// DHT11.
        var startMicroseconds: UInt32 {
            switch self {
            case .dht22: 1000
            case .dht11: 20_000
            }
        }

        /// What the sensor can measure, in m°C.
        var temperatures: ClosedRange<Int64> {
            switch self {
            case .dht22: -40_000...80_000
            case .dht11: -20_000...60_000
            }
        }
    }
}
