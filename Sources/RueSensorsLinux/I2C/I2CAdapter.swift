internal import RueSensors
internal import CI2C

/// What the kernel does for an I²C bus, each call a bare negative errno on failure: the seam at
/// which tests stand in for the kernel.
protocol I2CAdapter: AnyObject {
    var abilities: I2CAbilities { get }
    func select(_ address: UInt8) -> Int32
    /// The driver of the kernel that owns an address; empty if that is not to be found out.
    func holder(of address: UInt8) -> String
    func combined(_ address: UInt8, writing: [UInt8], into buffer: inout [UInt8]) -> Int32
    func writeByte(_ value: UInt8) -> Int32
    func writeByte(_ value: UInt8, command: UInt8) -> Int32
    func writeBlock(_ bytes: [UInt8], command: UInt8) -> Int32
    func readByte() -> Int32
    func readByte(command: UInt8) -> Int32
    func readBlock(command: UInt8, into buffer: inout [UInt8]) -> Int32
    func close()
}

/// Which transfers an adapter can make (I2C_FUNCS).
struct I2CAbilities: OptionSet {
    let rawValue: UInt8

    /// Any sequence of messages, with repeated starts (I2C_RDWR).
    static let combined = I2CAbilities(rawValue: 1)
    /// SMBus "I2C block" reads.
    static let readBlock = I2CAbilities(rawValue: 2)
    /// SMBus "I2C block" writes.
    static let writeBlock = I2CAbilities(rawValue: 4)
}
