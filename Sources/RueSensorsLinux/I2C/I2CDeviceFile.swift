internal import CI2C
internal import RueSensors

/// A bus of the kernel, through its device file and libi2c.
final class I2CDeviceFile: I2CAdapter {
    let abilities: I2CAbilities
    private let descriptor: Int32

    init(path: String) throws(BusError) {
        var functions: UInt = 0
        descriptor = rue_i2c_open(path, &functions)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: -descriptor) }
        var abilities: I2CAbilities = []
        if functions & rue_i2c_can_combine != 0 { abilities.insert(.combined) }
        if functions & rue_i2c_can_read_block != 0 { abilities.insert(.readBlock) }
        if functions & rue_i2c_can_write_block != 0 { abilities.insert(.writeBlock) }
        self.abilities = abilities
    }

    func select(_ address: UInt8) -> Int32 { rue_i2c_select(descriptor, address) }

    func holder(of address: UInt8) -> String {
        I2CDeviceFile.holder(of: address, bus: rue_i2c_number(descriptor))
    }

    static func holder(
        of address: UInt8, bus: Int32, in devices: String = "/sys/bus/i2c/devices"
    ) -> String {
        var name = [UInt8](repeating: 0, count: 64)
        guard rue_i2c_holder(devices, bus, address, &name, 64) > 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }

    func combined(_ address: UInt8, writing: [UInt8], into buffer: inout [UInt8]) -> Int32 {
        rue_i2c_combined(
            descriptor, address, writing, UInt16(writing.count), &buffer, UInt16(buffer.count))
    }

    func writeByte(_ value: UInt8) -> Int32 { rue_i2c_write_byte(descriptor, value) }

    func writeByte(_ value: UInt8, command: UInt8) -> Int32 {
        rue_i2c_write_byte_data(descriptor, command, value)
    }

    func writeBlock(_ bytes: [UInt8], command: UInt8) -> Int32 {
        rue_i2c_write_block(descriptor, command, bytes, UInt8(bytes.count))
    }

    func readByte() -> Int32 { rue_i2c_read_byte(descriptor) }

    func readByte(command: UInt8) -> Int32 { rue_i2c_read_byte_data(descriptor, command) }

    /// libi2c writes as many bytes as the adapter sent, up to 32, whatever was asked for.
    func readBlock(command: UInt8, into buffer: inout [UInt8]) -> Int32 {
        var block = [UInt8](repeating: 0, count: 32)
        let count = rue_i2c_read_block(descriptor, command, UInt8(buffer.count), &block)
        for index in 0..<min(Int(max(count, 0)), buffer.count) { buffer[index] = block[index] }
        return count
    }

    func close() { rue_i2c_close(descriptor) }
}
