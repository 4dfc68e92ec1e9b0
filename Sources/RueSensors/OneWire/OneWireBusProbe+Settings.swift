// What the driver never does by itself: a chip is as its owner left it.
extension OneWireBusProbe {
    /// The chip's settings in force. Blocks for about 20 ms.
    ///
    /// - Returns: thresholds and resolution.
    /// - Throws: `.bus`; `.tooEarly` while a conversion runs on the bus; `.noAnswer`,
    ///   `.shortedBus` and `.checksumMismatch`.
    public func settings() throws(SensorError) -> DS18B20.Settings {
        DS18B20.Settings(scratchpad: try checkedScratchpad())
    }

    /// Changes the settings in force, until the chip loses its power (commands 0x4E and 0xBE).
    /// They are read back; what noise made of them is written again, three times at most. Blocks
    /// for about 30 ms, 90 ms at most. The EEPROM is not touched.
    ///
    /// - Parameter settings: all three of them.
    /// - Throws: as ``settings()``; `.settingsRefused` if the chip does not take them.
    public func apply(_ settings: DS18B20.Settings) throws(SensorError) {
        for _ in 0..<3 {
            try onBus { () throws(BusError) in try write(settings) }
            if try self.settings() == settings { return }
        }
        throw .settingsRefused
    }

    /// Changes the resolution until the chip loses its power; the thresholds stay. Blocks as
    /// ``settings()`` and ``apply(_:)`` do.
    ///
    /// - Parameter resolution: how finely to convert from now on.
    /// - Throws: as ``apply(_:)``.
    public func set(_ resolution: DS18B20.Resolution) throws(SensorError) {
        var settings = try settings()
        if settings.resolution == resolution { return }
        settings.resolution = resolution
        try apply(settings)
    }

    /// Writes the settings in force into the chip's EEPROM (command 0x48), and reads them back
    /// from there. It bears some 50 000 writes: do this once, when a chip is set up, and never in
    /// a loop. Blocks for about 70 ms.
    ///
    /// - Throws: as ``settings()``; `.settingsRefused` if the chip holds other ones afterwards,
    ///   which are then in force.
    public func keepSettings() throws(SensorError) {
        let wanted = try settings()
        try onBus { () throws(BusError) in
            let isParasite = try bus.isAnyParasitePowered()
            try bus.select(rom)
            try bus.write(DS18B20.Function.copyScratchpad, strongPullUp: isParasite)
        }
        conversion.clock.sleep(microseconds: OneWireBusProbe.copyMicroseconds)
        try recallSettings()
        guard try settings() == wanted else { throw .settingsRefused }
    }

    /// Takes the settings back from the EEPROM (command 0xB8). Blocks for about 10 ms.
    ///
    /// - Throws: as ``settings()``.
    public func recallSettings() throws(SensorError) {
        try onBus { () throws(BusError) in try send([DS18B20.Function.recall]) }
        conversion.clock.sleep(microseconds: OneWireBusProbe.recallMicroseconds)
    }

    func write(_ settings: DS18B20.Settings) throws(BusError) {
        try send([DS18B20.Function.writeScratchpad] + settings.bytes)
    }

    private func send(_ bytes: [UInt8]) throws(BusError) {
        try LateSlots.retry { () throws(BusError) in
            try bus.select(rom)
            try bus.write(bytes)
        }
    }

    private func checkedScratchpad() throws(SensorError) -> [UInt8] {
        let bytes = try onBus { () throws(BusError) in try readScratchpad() }
        try DS18B20.Scratchpad.checkTransmission(bytes)
        return bytes
    }

    /// Only between conversions, and with a known device.
    private func onBus<Result>(
        _ exchange: () throws(BusError) -> Result
    ) throws(SensorError) -> Result {
        let rest = conversion.remainingMicroseconds
        if rest > 0 { throw .tooEarly(milliseconds: (rest + 999) / 1000) }
        do throws(BusError) {
            if rom == nil { try find() }
            return try exchange()
        } catch {
            throw .bus(error)
        }
    }

    /// t_WR is 10 ms at most (19-7487, "AC Electrical Characteristics").
    private static let copyMicroseconds: UInt64 = 10_000
    /// The datasheet has no figure; a real chip takes a fraction of this.
    private static let recallMicroseconds: UInt64 = 2000
}
