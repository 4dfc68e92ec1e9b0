import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct PlaybackI2CBusTests {
    @Test func transfer_asExpected_playsEveryStep() throws {
        let bus = PlaybackI2CBus([
            .transfer(0x76, [1], answer: [9]),
            .failure(0x76, [2], reading: 1, .timedOut),
        ])
        #expect(try bus.transfer(address: 0x76, writing: [1], reading: 1) == [9])
        #expect(!bus.isFinished)
        #expect(throws: BusError.timedOut) {
            try bus.transfer(address: 0x76, writing: [2], reading: 1)
        }
        #expect(bus.isFinished)
    }

    @Test(arguments: [
        (UInt8(0x77), [UInt8(1)], 1), (0x76, [2], 1), (0x76, [1], 2), (0x76, [], 1),
    ])
    func transfer_notAsExpected_isRefusedAndRemembered(
        address: UInt8, bytes: [UInt8], count: Int
    ) {
        let bus = PlaybackI2CBus([.transfer(0x76, [1], answer: [9])])
        #expect(throws: BusError.os(errno: 71)) {
            try bus.transfer(address: address, writing: bytes, reading: count)
        }
        #expect(bus.mismatch?.hasPrefix("step 0: ") == true)
        // The first mistake spoils the rest.
        #expect(throws: BusError.os(errno: 71)) {
            try bus.transfer(address: 0x76, writing: [1], reading: 1)
        }
        #expect(!bus.isFinished)
    }

    @Test func transfer_beyondTheEnd_isRefused() {
        let bus = PlaybackI2CBus([])
        #expect(bus.isFinished)
        #expect(throws: BusError.os(errno: 71)) {
            try bus.transfer(address: 0x76, writing: [1], reading: 1)
        }
        #expect(!bus.isFinished)
    }
}
