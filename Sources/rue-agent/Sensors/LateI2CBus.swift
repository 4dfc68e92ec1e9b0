internal import RueSensors
internal import RueSensorsLinux

/// A real bus that is opened when it is first needed: one that is missing at the start is a fault
/// of its sensors, and found when it appears, instead of keeping the node from starting.
final class LateI2CBus: I2CBus {
    private let path: String
    private let buses: LinuxI2CBuses

    init(_ path: String, of buses: LinuxI2CBuses) {
        self.path = path
        self.buses = buses
    }

    func transfer(
        address: UInt8, writing bytes: [UInt8], reading readCount: Int
    ) throws(BusError) -> [UInt8] {
        try buses.bus(at: path).transfer(address: address, writing: bytes, reading: readCount)
    }
}
