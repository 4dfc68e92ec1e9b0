/// An I²C bus, shared by the drivers of all the chips on it. Not thread-safe: one thread owns it.
///
/// A bus has to carry out the combined transfer that nearly every chip wants: write some bytes,
/// then, without releasing the bus (repeated start), read some. The rest is made of it.
public protocol I2CBus: AnyObject {
    /// Writes, then reads, as one transfer. May block as long as the adapter's own timeout (one
    /// second on a Raspberry Pi); an interrupted transfer may be repeated whole.
    ///
    /// - Parameters:
    ///   - address: the 7-bit address, 0x03…0x77.
    ///   - bytes: what to write first; may be empty when `readCount` is not 0.
    ///   - readCount: how many bytes to read then; may be 0.
    /// - Returns: exactly `readCount` bytes.
    /// - Throws: ``BusError``.
    func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]

    /// Reads consecutive registers: writes the first one's number, then reads. Blocks as one
    /// ``transfer(address:writing:reading:)``.
    ///
    /// - Parameters:
    ///   - address: the chip's 7-bit address.
    ///   - register: the first register.
    ///   - count: how many bytes.
    /// - Returns: exactly `count` bytes.
    /// - Throws: ``BusError``; `.shortTransfer` if the bus returned another number of bytes.
    func readRegisters(at address: UInt8, from register: UInt8, count: Int)
        throws(BusError) -> [UInt8]

    /// Writes one register. Blocks as one ``transfer(address:writing:reading:)``.
    ///
    /// - Parameters:
    ///   - address: the chip's 7-bit address.
    ///   - register: the register's number.
    ///   - value: the byte to store there.
    /// - Throws: ``BusError``.
    func writeRegister(at address: UInt8, _ register: UInt8, _ value: UInt8)
        throws(BusError)
}

// Requirements with a default, both of them: see `Sensor`.
extension I2CBus {
    /// Reads consecutive registers: writes the first one's number, then reads. Blocks as one
    /// ``transfer(address:writing:reading:)``.
    ///
    /// - Parameters:
    ///   - address: the chip's 7-bit address.
    ///   - register: the first register.
    ///   - count: how many bytes.
    /// - Returns: exactly `count` bytes.
    /// - Throws: ``BusError``; `.shortTransfer` if the bus returned another number of bytes.
    public func readRegisters(at address: UInt8, from register: UInt8, count: Int)
        throws(BusError) -> [UInt8]
    {
        let bytes = try transfer(address: address, writing: [register], reading: count)
        guard bytes.count == count else {
            throw .shortTransfer(expected: count, actual: bytes.count)
        }
        return bytes
    }

    /// Writes one register. Blocks as one ``transfer(address:writing:reading:)``.
    ///
    /// - Parameters:
    ///   - address: the chip's 7-bit address.
    ///   - register: the register's number.
    ///   - value: the byte to store there.
    /// - Throws: ``BusError``.
    public func writeRegister(at address: UInt8, _ register: UInt8, _ value: UInt8)
        throws(BusError)
    {
        _ = try transfer(address: address, writing: [register, value], reading: 0)
    }
}
