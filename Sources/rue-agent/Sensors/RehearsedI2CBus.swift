internal import RueAgentCore
internal import RueSensors
internal import RueSensorsSimulation

/// A simulated I2C bus with one chip, which is unplugged while it is to be silent.
final class RehearsedI2CBus: I2CBus {
    private let bus = SimulatedI2CBus()
    private let chip: SimulatedBME280
    private let address: UInt8
    private let rehearsal: Rehearsal
    private var isPlugged = true

    init(_ chip: SimulatedBME280, at address: UInt8, _ rehearsal: Rehearsal) {
        self.chip = chip
        self.address = address
        self.rehearsal = rehearsal
        bus.attach(chip, at: address)
    }

    func transfer(
        address: UInt8, writing bytes: [UInt8], reading readCount: Int
    ) throws(BusError) -> [UInt8] {
        plug(rehearsal.fault != .silent)
        return try bus.transfer(address: address, writing: bytes, reading: readCount)
    }

    private func plug(_ isWanted: Bool) {
        if isWanted == isPlugged { return }
        isPlugged = isWanted
        if isWanted {
            // It was without power meanwhile.
            chip.brownOut()
            bus.attach(chip, at: address)
        } else {
            bus.detach(at: address)
        }
    }
}
