extension BME280 {
    /// The registers that the driver uses (BST-BME280-DS002 §5.3, BST-BMP280-DS001 §4.2).
    enum Register {
        static let calibration: UInt8 = 0x88
        static let calibrationCount = 26
        static let identity: UInt8 = 0xD0
        static let reset: UInt8 = 0xE0
        static let humidityCalibration: UInt8 = 0xE1
        static let humidityCalibrationCount = 7
        static let controlHumidity: UInt8 = 0xF2
        static let status: UInt8 = 0xF3
        static let controlMeasurement: UInt8 = 0xF4
        static let config: UInt8 = 0xF5
        static let data: UInt8 = 0xF7
    }

    /// Values and bits of those registers.
    enum Bits {
        /// The only value that the reset register takes (§5.4.2).
        static let resetCommand: UInt8 = 0xB6
        /// Status bit 0: calibration is being copied from non-volatile memory (§5.4.4).
        static let imageUpdate: UInt8 = 0x01
        /// Status bit 3: a conversion is running (§5.4.4).
        static let measuring: UInt8 = 0x08
        /// The mode in 0xF4 (§5.4.5).
        static let modeMask: UInt8 = 0x03
        static let sleepMode: UInt8 = 0
        static let forcedMode: UInt8 = 1
        static let normalMode: UInt8 = 3
    }

    /// The times of the datasheet, in microseconds.
    enum Timing {
        /// From power-on or reset to the first communication (§1.1, start-up time).
        static let startUp: UInt64 = 2000
        /// Between two looks at a status bit that has not changed yet.
        static let poll: UInt64 = 2000
        static let imageUpdateTries = 5
    }
}
