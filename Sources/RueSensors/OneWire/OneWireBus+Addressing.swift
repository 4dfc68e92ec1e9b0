extension OneWireBus {
    /// Resets the bus and addresses a device, or all of them (commands 0x55 and 0xCC). Blocks for
    /// about 7 ms. Nobody confirms it: a device that is absent stays silent.
    ///
    /// - Parameter rom: the device; nil for all.
    /// - Throws: ``BusError``; `.noPresence` if nothing is on the bus.
    public func select(_ rom: OneWireROM?) throws(BusError) {
        guard try reset() else { throw .noPresence }
        guard let rom else { return try write(ROMCommand.skip, strongPullUp: false) }
        try write([ROMCommand.match] + rom.bytes)
    }

    /// Sends bytes. Blocks for about 0.6 ms each.
    ///
    /// - Parameter bytes: what to send.
    /// - Throws: ``BusError``.
    public func write(_ bytes: [UInt8]) throws(BusError) {
        for byte in bytes { try write(byte, strongPullUp: false) }
    }

    /// Reads bytes. Blocks for about 0.6 ms each.
    ///
    /// - Parameter count: how many.
    /// - Returns: as many; they are not checked.
    /// - Throws: ``BusError``.
    public func read(count: Int) throws(BusError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for _ in 0..<count { bytes.append(try readByte()) }
        return bytes
    }
}

/// The commands that every 1-Wire device knows (19-7487, "ROM Commands"). Not 0x33, which asks a bus with
/// a single device for its code: a search does that as well, and notices when there are two.
enum ROMCommand {
    static let search: UInt8 = 0xF0
    static let alarmSearch: UInt8 = 0xEC
    static let match: UInt8 = 0x55
    static let skip: UInt8 = 0xCC
}
