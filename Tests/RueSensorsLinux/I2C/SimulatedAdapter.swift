import RueSensors
import RueSensorsSimulation

@testable import RueSensorsLinux

/// A kernel whose bus is a simulated one, with chips on it.
final class SimulatedAdapter: I2CAdapter {
    let abilities: I2CAbilities = .combined
    let bus = SimulatedI2CBus()
    private(set) var closeCount = 0

    func select(_ address: UInt8) -> Int32 { 0 }

    func holder(of address: UInt8) -> String { "" }

    func combined(_ address: UInt8, writing: [UInt8], into buffer: inout [UInt8]) -> Int32 {
        do throws(BusError) {
            buffer = try bus.transfer(address: address, writing: writing, reading: buffer.count)
            return 0
        } catch {
            return -121  // EREMOTEIO
        }
    }

    func writeByte(_ value: UInt8) -> Int32 { -95 }
    func writeByte(_ value: UInt8, command: UInt8) -> Int32 { -95 }
    func writeBlock(_ bytes: [UInt8], command: UInt8) -> Int32 { -95 }
    func readByte() -> Int32 { -95 }
    func readByte(command: UInt8) -> Int32 { -95 }
    func readBlock(command: UInt8, into buffer: inout [UInt8]) -> Int32 { -95 }
    func close() { closeCount += 1 }
}
