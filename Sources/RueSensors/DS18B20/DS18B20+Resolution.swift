extension DS18B20 {
    /// How finely the chip converts: bits 5 and 6 of its configuration register (19-7487,
    /// table 2).
    public enum Resolution: UInt8, CaseIterable, Equatable, Sendable {
        /// Steps of 0.5 °C.
        case bits9 = 0
        /// Steps of 0.25 °C.
        case bits10 = 1
        /// Steps of 0.125 °C.
        case bits11 = 2
        /// Steps of 0.0625 °C: what the chip leaves the factory with.
        case bits12 = 3

        /// The setting in a configuration register.
        ///
        /// - Parameter configurationRegister: byte 4 of the scratchpad; other bits are ignored.
        public init(configurationRegister: UInt8) {
            switch configurationRegister >> 5 & 3 {
            case 0: self = .bits9
            case 1: self = .bits10
            case 2: self = .bits11
            default: self = .bits12
            }
        }

        /// The number of bits, 9…12.
        public var bitCount: Int { 9 + Int(rawValue) }

        /// The register's content: 0x1F, 0x3F, 0x5F or 0x7F.
        public var configurationRegister: UInt8 { rawValue << 5 | 0x1F }

        /// The longest conversion: 93 750, 187 500, 375 000 or 750 000 µs (t_CONV).
        public var conversionMicroseconds: UInt64 { 93_750 << UInt64(rawValue) }

        /// The low bits of the temperature that are undefined.
        var undefinedBits: Int16 { 0x7 >> Int16(rawValue) }
    }
}
