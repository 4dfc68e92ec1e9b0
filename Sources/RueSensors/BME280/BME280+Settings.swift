extension BME280 {
    /// A configuration as register values for the chip at hand.
    struct Settings: Equatable {
        let controlHumidity: UInt8
        let controlMeasurement: UInt8
        let config: UInt8
        let hasPressure: Bool
        let hasHumidity: Bool

        init(_ configuration: Configuration, on chip: Chip) throws(SensorError) {
            var mode = Bits.forcedMode
            var standby: UInt8 = 0
            if case .normal(let pause) = configuration.mode {
                guard let code = pause.code(on: chip) else {
                    throw .unsupported("this standby time: it is a " + chip.description)
                }
                mode = Bits.normalMode
                standby = code
            }
            let humidity = chip.hasHumidity ? configuration.humidity : nil
            controlHumidity = humidity?.rawValue ?? 0
            controlMeasurement =
                configuration.temperature.rawValue << 5
                | (configuration.pressure?.rawValue ?? 0) << 2 | mode
            config = standby << 5 | configuration.filter.rawValue << 2
            hasPressure = configuration.pressure != nil
            hasHumidity = humidity != nil
        }

        var isNormalMode: Bool { controlMeasurement & Bits.modeMask == Bits.normalMode }

        /// Whether the four registers from 0xF2 still hold these settings. A chip that lost its
        /// power, or that was replaced, has zeros there. In forced mode the mode bits fall back
        /// to sleep by themselves.
        func match(_ registers: [UInt8], on chip: Chip) -> Bool {
            let isAsleep = registers[2] == controlMeasurement & ~Bits.modeMask
            return (!chip.hasHumidity || registers[0] & 0x07 == controlHumidity)
                && (registers[2] == controlMeasurement || isAsleep && !isNormalMode)
                && registers[3] & 0xFC == config
        }
    }
}
