extension DS18B20 {
    /// The chip's nine bytes of memory, checked (19-7487, "Memory").
    public struct Scratchpad: Equatable, Sendable {
        /// The temperature in sixteenths of a degree Celsius, −880…2000, undefined bits cleared.
        public let sixteenths: Int16
        /// The upper alarm threshold, in °C, or a byte of the user's.
        public let alarmHigh: UInt8
        /// The lower alarm threshold, in °C, or a byte of the user's.
        public let alarmLow: UInt8
        /// How finely the temperature was converted.
        public let resolution: Resolution
        /// Whether the configuration register's fixed bits are not as the datasheet has them (0 at
        /// the top, five 1 at the bottom): a clone, or a failing part.
        public let isSuspect: Bool

        /// Decodes what was read.
        ///
        /// Four things that a checksum does not tell are told apart first: an absent device (all
        /// ones), a shorted line (all zeros, which pass the checksum), a chip that did not convert
        /// (85 °C with byte 6 at 0x0C, or 0x07FF), and a value outside the chip's range.
        ///
        /// - Parameter bytes: 9 bytes, the checksum last.
        /// - Throws: `.bus(.shortTransfer)` for another count, `.noAnswer`, `.shortedBus`,
        ///   `.checksumMismatch`, `.powerOnValue`, `.outOfRange`.
        public init(_ bytes: [UInt8]) throws(SensorError) {
            try Scratchpad.checkTransmission(bytes)
            let raw = Int16(bitPattern: UInt16(bytes[1]) << 8 | UInt16(bytes[0]))
            let isPowerOnValue = raw == Value.powerOn && bytes[6] == Value.powerOnCount
            guard !isPowerOnValue, raw != Value.failed else {
                throw .powerOnValue(milli: Scratchpad.milliCelsius(sixteenths: raw))
            }
            resolution = Resolution(configurationRegister: bytes[4])
            sixteenths = raw & ~resolution.undefinedBits
            alarmHigh = bytes[2]
            alarmLow = bytes[3]
            isSuspect = bytes[4] & 0x9F != 0x1F
            guard Value.range.contains(sixteenths) else {
                throw .outOfRange(quantity: .temperature, milli: milliCelsius)
            }
        }

        /// The temperature in m°C, −55 000…125 000: sixteenths times 62.5, and where that ends in
        /// a half, rounded away from zero (22.1875 °C is 22 188, −25.0625 °C is −25 063).
        ///
        /// The kernel's own `t=` cuts the half off instead, and so may be 1 nearer to zero.
        public var milliCelsius: Int64 { Scratchpad.milliCelsius(sixteenths: sixteenths) }

        private static func milliCelsius(sixteenths: Int16) -> Int64 {
            let doubled = Int64(sixteenths) * 125
            return (doubled + doubled.signum()) / 2
        }

        static func checkTransmission(_ bytes: [UInt8]) throws(SensorError) {
            guard bytes.count == 9 else {
                throw .bus(.shortTransfer(expected: 9, actual: bytes.count))
            }
            if bytes.allSatisfy({ $0 == 0xFF }) { throw .noAnswer }
            if bytes.allSatisfy({ $0 == 0 }) { throw .shortedBus }
            let expected = OneWireCRC.of(bytes[..<8])
            guard bytes[8] == expected else {
                throw .checksumMismatch(expected: expected, actual: bytes[8])
            }
        }

        private enum Value {
            /// 85 °C: what the register holds until the first conversion ends.
            static let powerOn: Int16 = 0x0550
            /// Byte 6 while that is so; after a conversion to 85 °C it is 0x10.
            static let powerOnCount: UInt8 = 0x0C
            /// Beyond the scale: seen after conversions that lacked power.
            static let failed: Int16 = 0x07FF
            /// −55…125 °C.
            static let range: ClosedRange<Int16> = -880...2000
        }
    }
}
