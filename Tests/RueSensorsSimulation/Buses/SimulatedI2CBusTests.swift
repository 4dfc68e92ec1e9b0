import RueSensors
import RueSensorsSimulation
import Testing

/// A chip that answers 1, 2, 3 … and remembers what was written.
private final class CountingDevice: SimulatedI2CDevice {
    var written: [[UInt8]] = []

    func transfer(writing bytes: [UInt8], reading readCount: Int) throws(BusError) -> [UInt8] {
        written.append(bytes)
        return (0..<readCount).map { UInt8($0 + 1) }
    }
}

@Suite struct SimulatedI2CBusTests {
    private let bus = SimulatedI2CBus()
    private let device = CountingDevice()

    init() { bus.attach(device, at: 0x40) }

    @Test func transfer_attachedDevice_reachesIt() throws {
        #expect(try bus.transfer(address: 0x40, writing: [7, 8], reading: 3) == [1, 2, 3])
        #expect(device.written == [[7, 8]])
        #expect(bus.transactionCount == 1)
    }

    @Test func transfer_absentAddress_isNotAcknowledged() {
        #expect(throws: BusError.noAcknowledge) {
            try bus.transfer(address: 0x41, writing: [7], reading: 0)
        }
        bus.detach(at: 0x40)
        #expect(throws: BusError.noAcknowledge) {
            try bus.transfer(address: 0x40, writing: [7], reading: 0)
        }
        #expect(device.written.isEmpty)
    }

    @Test func attach_sameAddress_replaces() throws {
        let other = CountingDevice()
        bus.attach(other, at: 0x40)
        _ = try bus.transfer(address: 0x40, writing: [7], reading: 0)
        #expect(device.written.isEmpty)
        #expect(other.written == [[7]])
    }

    @Test func inject_failure_hitsThatTransferOnly() throws {
        bus.inject(.failure(.arbitrationLost), atTransaction: 1)
        _ = try bus.transfer(address: 0x40, writing: [0], reading: 0)
        #expect(throws: BusError.arbitrationLost) {
            try bus.transfer(address: 0x40, writing: [1], reading: 0)
        }
        _ = try bus.transfer(address: 0x40, writing: [2], reading: 0)
        #expect(device.written == [[0], [2]])
    }

    @Test(arguments: [
        (I2CFault.bitFlip(byte: 1, bit: 7), [UInt8(1), 0x82, 3]),
        (.bitFlip(byte: 9, bit: 0), [1, 2, 3]),
        (.readsOnes, [0xFF, 0xFF, 0xFF]),
        (.readsZeros, [0, 0, 0]),
    ])
    func inject_faultOfTheData_changesWhatIsRead(fault: I2CFault, expected: [UInt8]) throws {
        bus.inject(fault, atTransaction: 0)
        #expect(try bus.transfer(address: 0x40, writing: [0], reading: 3) == expected)
        #expect(try bus.transfer(address: 0x40, writing: [0], reading: 3) == [1, 2, 3])
    }

    @Test func inject_shortTransfer_reachesTheDevice() {
        bus.inject(.shortTransfer(missing: 2), atTransaction: 0)
        #expect(throws: BusError.shortTransfer(expected: 3, actual: 1)) {
            try bus.transfer(address: 0x40, writing: [0], reading: 3)
        }
        #expect(device.written == [[0]])
    }

    @Test(arguments: [
        (SimulatedI2CBus.Line.heldLow, BusError.timedOut), (.heldHigh, .noAcknowledge),
    ])
    func line_held_failsEveryTransfer(line: SimulatedI2CBus.Line, error: BusError) throws {
        bus.line = line
        for _ in 0..<3 {
            #expect(throws: error) { try bus.transfer(address: 0x40, writing: [0], reading: 1) }
        }
        bus.line = .free
        #expect(try bus.transfer(address: 0x40, writing: [0], reading: 1) == [1])
    }

    @Test(arguments: [
        I2CFault.bitFlip(byte: -1, bit: 0), .bitFlip(byte: .min, bit: .min),
        .bitFlip(byte: 3, bit: 0), .bitFlip(byte: .max, bit: 0),
    ])
    func inject_flipOfAByteThatIsNotRead_isIgnored(fault: I2CFault) throws {
        bus.inject(fault, atTransaction: 0)
        #expect(try bus.transfer(address: 0x40, writing: [0], reading: 3) == [1, 2, 3])
    }

    @Test(arguments: [(Int.min, 3), (-1, 3), (3, 0), (.max, 0)])
    func inject_shortByANumberThatCannotBe_isHeldToTheTransfer(missing: Int, actual: Int) {
        bus.inject(.shortTransfer(missing: missing), atTransaction: 0)
        #expect(throws: BusError.shortTransfer(expected: 3, actual: actual)) {
            try bus.transfer(address: 0x40, writing: [0], reading: 3)
        }
    }

    @Test func transfer_ofFewerThanNoBytes_isRefused() {
        #expect(throws: BusError.unsupported) {
            try bus.readRegisters(at: 0x40, from: 0, count: -1)
        }
        #expect(device.written.isEmpty)
    }
}
