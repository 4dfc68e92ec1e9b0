extension BME280 {
    /// How the chip measures. The default is Bosch's "weather monitoring": each channel once,
    /// forced mode, no filter (§3.5.1).
    public struct Configuration: Equatable, Sendable {
        /// Samples averaged for the temperature. It cannot be off: pressure and humidity are
        /// compensated with it.
        public var temperature: Oversampling
        /// Samples averaged for the pressure; nil skips the channel.
        public var pressure: Oversampling?
        /// Samples averaged for the humidity; nil skips the channel. Ignored by a BMP280.
        public var humidity: Oversampling?
        /// The chip's own low-pass filter on temperature and pressure.
        public var filter: Filter
        /// When the chip converts.
        public var mode: Mode

        /// Makes a configuration.
        ///
        /// - Parameters:
        ///   - temperature: samples averaged for the temperature.
        ///   - pressure: samples averaged for the pressure; nil skips it.
        ///   - humidity: samples averaged for the humidity; nil skips it.
        ///   - filter: the low-pass filter on temperature and pressure.
        ///   - mode: when the chip converts.
        public init(
            temperature: Oversampling = .x1, pressure: Oversampling? = .x1,
            humidity: Oversampling? = .x1, filter: Filter = .off, mode: Mode = .forced
        ) {
            self.temperature = temperature
            self.pressure = pressure
            self.humidity = humidity
            self.filter = filter
            self.mode = mode
        }

        /// The longest time that one conversion takes, in microseconds: 9300 with each channel
        /// once, 112 800 with each sixteen times (§9.1, t_measure max).
        ///
        /// - Parameter chip: a BMP280 converts no humidity.
        /// - Returns: microseconds.
        public func measurementMicroseconds(on chip: Chip) -> UInt64 {
            var microseconds = 1250 + 2300 * temperature.factor
            if let pressure { microseconds += 2300 * pressure.factor + 575 }
            if let humidity, chip.hasHumidity { microseconds += 2300 * humidity.factor + 575 }
            return microseconds
        }
    }

    /// When the chip converts.
    public enum Mode: Equatable, Sendable {
        /// Once at each start, asleep in between. The default: one conversion a minute warms
        /// nothing.
        case forced
        /// All the time, with a pause between conversions. A reading may be as old as that pause
        /// and one conversion.
        ///
        /// - Warning: a chip that converts all the time warms itself, and with it every value: the
        ///   temperature reads too high (up to 3.7 °C was reported, at high rates and 16 samples)
        ///   and the relative humidity therefore too low. Nothing in the data shows it. Choose a
        ///   long pause and few samples, or forced mode. Nor does the data show whether a chip in
        ///   this mode has ceased to convert; in forced mode that is `.notReady`.
        case normal(standby: Standby)
    }

    /// How many samples the chip averages for one value (§3.4).
    public enum Oversampling: UInt8, CaseIterable, Equatable, Sendable {
        /// One sample.
        case x1 = 1
        /// Two samples.
        case x2 = 2
        /// Four samples.
        case x4 = 3
        /// Eight samples.
        case x8 = 4
        /// Sixteen samples.
        case x16 = 5

        /// The number of samples.
        public var factor: UInt64 { 1 << (UInt64(rawValue) - 1) }

        /// Finds the setting for a number of samples.
        ///
        /// - Parameter samples: 1, 2, 4, 8 or 16; nil results from any other number.
        public init?(samples: Int) {
            guard let found = Oversampling.allCases.first(where: { $0.factor == samples }) else {
                return nil
            }
            self = found
        }
    }

    /// The coefficient of the low-pass filter (§3.4.4): how many new values make up about 63 % of
    /// a step.
    public enum Filter: UInt8, CaseIterable, Equatable, Sendable {
        /// No filter.
        case off = 0
        /// Coefficient 2.
        case x2 = 1
        /// Coefficient 4.
        case x4 = 2
        /// Coefficient 8.
        case x8 = 3
        /// Coefficient 16.
        case x16 = 4

        /// Finds the setting for a coefficient.
        ///
        /// - Parameter coefficient: 0 or 1 for none, 2, 4, 8 or 16; nil results from any other.
        public init?(coefficient: Int) {
            switch coefficient {
            case 0, 1: self = .off
            case 2: self = .x2
            case 4: self = .x4
            case 8: self = .x8
            case 16: self = .x16
            default: return nil
            }
        }
    }

    /// The pause between conversions in normal mode. Not every pause exists on every chip: codes 6
    /// and 7 mean 10 and 20 ms on a BME280 (§5.4.6), 2 and 4 s on a BMP280 (DS001 §3.6.3).
    public enum Standby: CaseIterable, Equatable, Sendable {
        /// 0.5 ms.
        case microseconds500
        /// 10 ms; BME280 only.
        case milliseconds10
        /// 20 ms; BME280 only.
        case milliseconds20
        /// 62.5 ms.
        case microseconds62500
        /// 125 ms.
        case milliseconds125
        /// 250 ms.
        case milliseconds250
        /// 500 ms.
        case milliseconds500
        /// 1 s.
        case milliseconds1000
        /// 2 s; BMP280 only.
        case milliseconds2000
        /// 4 s; BMP280 only.
        case milliseconds4000

        /// The pause in microseconds.
        public var microseconds: UInt32 {
            switch self {
            case .microseconds500: 500
            case .milliseconds10: 10_000
            case .milliseconds20: 20_000
            case .microseconds62500: 62_500
            case .milliseconds125: 125_000
            case .milliseconds250: 250_000
            case .milliseconds500: 500_000
            case .milliseconds1000: 1_000_000
            case .milliseconds2000: 2_000_000
            case .milliseconds4000: 4_000_000
            }
        }

        /// Finds the setting for a pause.
        ///
        /// - Parameter microseconds: one of the pauses above; nil results from any other.
        public init?(microseconds: UInt32) {
            guard let found = Standby.allCases.first(where: { $0.microseconds == microseconds })
            else { return nil }
            self = found
        }

        /// The code in the chip's register, or nil if this chip has no such pause.
        ///
        /// - Parameter chip: the chip at hand.
        /// - Returns: 0…7, or nil.
        public func code(on chip: Chip) -> UInt8? {
            switch self {
            case .microseconds500: 0
            case .microseconds62500: 1
            case .milliseconds125: 2
            case .milliseconds250: 3
            case .milliseconds500: 4
            case .milliseconds1000: 5
            case .milliseconds10: chip.hasHumidity ? 6 : nil
            case .milliseconds20: chip.hasHumidity ? 7 : nil
            case .milliseconds2000: chip.hasHumidity ? nil : 6
            case .milliseconds4000: chip.hasHumidity ? nil : 7
            }
        }
    }
}
