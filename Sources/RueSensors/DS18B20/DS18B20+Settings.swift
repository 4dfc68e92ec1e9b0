extension DS18B20 {
    /// The three bytes that the chip keeps for its user (19-7487, "Memory").
    public struct Settings: Equatable, Sendable {
        /// The upper alarm threshold, in °C, as a signed byte; or any byte of the user's.
        public var alarmHigh: UInt8
        /// The lower alarm threshold, in °C, as a signed byte; or any byte of the user's.
        public var alarmLow: UInt8
        /// How finely it converts.
        public var resolution: Resolution

        /// Makes settings.
        ///
        /// - Parameters:
        ///   - alarmHigh: the upper threshold.
        ///   - alarmLow: the lower threshold.
        ///   - resolution: how finely to convert.
        public init(alarmHigh: UInt8, alarmLow: UInt8, resolution: Resolution) {
            self.alarmHigh = alarmHigh
            self.alarmLow = alarmLow
            self.resolution = resolution
        }

        init(scratchpad bytes: [UInt8]) {
            self.init(
                alarmHigh: bytes[2], alarmLow: bytes[3],
                resolution: Resolution(configurationRegister: bytes[4]))
        }

        var bytes: [UInt8] { [alarmHigh, alarmLow, resolution.configurationRegister] }
    }

    /// The chip's function commands (19-7487, table 3).
    enum Function {
        static let convert: UInt8 = 0x44
        static let readScratchpad: UInt8 = 0xBE
        static let writeScratchpad: UInt8 = 0x4E
        static let copyScratchpad: UInt8 = 0x48
        static let recall: UInt8 = 0xB8
        static let readPowerSupply: UInt8 = 0xB4
    }
}
