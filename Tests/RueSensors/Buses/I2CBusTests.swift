import RueSensors
import RueSensorsSimulation
import Testing

/// A bus that returns another number of bytes than was asked for.
private final class ShortBus: I2CBus {
    func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        [1, 2]
    }
}

@Suite struct I2CBusTests {
    @Test func readRegisters_fewerBytesThanAsked_isAnError() {
        #expect(throws: BusError.shortTransfer(expected: 8, actual: 2)) {
            try ShortBus().readRegisters(at: 0x76, from: 0xF7, count: 8)
        }
    }

    @Test func registerAccess_onTheWire_isRegisterThenData() throws {
        let bus = PlaybackI2CBus([
            .transfer(0x76, [0xD0], answer: [0x60]),
            .transfer(0x77, [0xF4, 0x25]),
        ])
        #expect(try bus.readRegisters(at: 0x76, from: 0xD0, count: 1) == [0x60])
        try bus.writeRegister(at: 0x77, 0xF4, 0x25)
        #expect(bus.isFinished)
    }
}
