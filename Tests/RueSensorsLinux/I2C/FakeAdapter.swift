@testable import RueSensorsLinux

/// The kernel's side of a bus, written down.
final class FakeAdapter: I2CAdapter {
    let abilities: I2CAbilities
    /// The calls, as text.
    var calls: [String] = []
    /// What the next calls return, before 0.
    var results: [Int32] = []
    var selectResult: Int32 = 0
    var holder = ""
    /// What a read block call reports, unless it fails: as many as asked for.
    var blockCount: Int32?

    init(_ abilities: I2CAbilities) { self.abilities = abilities }

    private func call(_ text: String) -> Int32 {
        calls.append(text)
        return results.isEmpty ? 0 : results.removeFirst()
    }

    func select(_ address: UInt8) -> Int32 {
        calls.append("select \(address)")
        return selectResult
    }

    func holder(of address: UInt8) -> String { holder }

    func combined(_ address: UInt8, writing: [UInt8], into buffer: inout [UInt8]) -> Int32 {
        for index in buffer.indices { buffer[index] = UInt8(index + 1) }
        return call("combined \(address) \(writing) \(buffer.count)")
    }

    func writeByte(_ value: UInt8) -> Int32 { call("write \(value)") }

    func writeByte(_ value: UInt8, command: UInt8) -> Int32 { call("write \(command): \(value)") }

    func writeBlock(_ bytes: [UInt8], command: UInt8) -> Int32 {
        call("writeBlock \(command): \(bytes)")
    }

    func readByte() -> Int32 { call("read") }

    func readByte(command: UInt8) -> Int32 { call("read \(command)") }

    func readBlock(command: UInt8, into buffer: inout [UInt8]) -> Int32 {
        for index in buffer.indices { buffer[index] = UInt8(index + 1) }
        let result = call("readBlock \(command): \(buffer.count)")
        return result < 0 ? result : blockCount ?? Int32(buffer.count)
    }

    func close() { calls.append("close") }
}
