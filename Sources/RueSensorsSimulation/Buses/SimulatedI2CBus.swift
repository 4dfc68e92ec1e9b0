public import RueSensors

/// An I²C bus in memory, with chips on it and faults on request.
public final class SimulatedI2CBus: I2CBus {
    /// The state of the two wires.
    public enum Line: Equatable, Sendable {
        /// As it should be.
        case free
        /// A chip or a short holds a line low: no transfer ends.
        case heldLow
        /// A line cannot be pulled low: nobody can acknowledge.
        case heldHigh
    }

    /// The state of the wires, for every transfer until it is changed.
    public var line = Line.free
    /// How many transfers were tried so far: the index of the next one.
    public private(set) var transactionCount = 0

    private var devices: [(address: UInt8, device: any SimulatedI2CDevice)] = []
    private var faults: [(index: Int, fault: I2CFault)] = []

    /// Makes a bus with nothing on it.
    public init() {}

    /// Connects a chip; one that was at the address is replaced.
    ///
    /// - Parameters:
    ///   - device: the chip.
    ///   - address: its 7-bit address.
    public func attach(_ device: any SimulatedI2CDevice, at address: UInt8) {
        detach(at: address)
        devices.append((address, device))
    }

    /// Unplugs a chip, in the middle of what it was doing.
    ///
    /// - Parameter address: its address; nothing happens if nothing is there.
    public func detach(at address: UInt8) {
        devices.removeAll { $0.address == address }
    }

    /// Lets one transfer go wrong.
    ///
    /// - Parameters:
    ///   - fault: how.
    ///   - index: which, counted as ``transactionCount`` does.
    public func inject(_ fault: I2CFault, atTransaction index: Int) {
        faults.append((index, fault))
    }

    /// Carries out a transfer, or the fault that waits for it.
    ///
    /// - Parameters:
    ///   - address: the 7-bit address.
    ///   - bytes: what to write.
    ///   - readCount: how many bytes to read then.
    /// - Returns: what the chip answered, as the fault left it.
    /// - Throws: `.noAcknowledge` where no chip is; `.unsupported` for fewer than no bytes; what the
    ///   line's state or the fault demands.
    public func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        let fault = takeFault()
        guard readCount >= 0 else { throw .unsupported }
        switch line {
        case .free: break
        case .heldLow: throw .timedOut
        case .heldHigh: throw .noAcknowledge
        }
        if case .failure(let error) = fault { throw error }
        guard let found = devices.first(where: { $0.address == address }) else {
            throw .noAcknowledge
        }
        let answer = try found.device.transfer(
            writing: SimulatedI2CBus.arriving(bytes, fault), reading: readCount)
        return try apply(fault, to: answer)
    }

    private func takeFault() -> I2CFault? {
        let index = transactionCount
        transactionCount += 1
        guard let found = faults.firstIndex(where: { $0.index == index }) else { return nil }
        return faults.remove(at: found).fault
    }

    /// What the chip receives.
    private static func arriving(_ bytes: [UInt8], _ fault: I2CFault?) -> [UInt8] {
        guard case .writtenBitFlip(let byte, let bit) = fault, bytes.indices.contains(byte)
        else { return bytes }
        var bytes = bytes
        bytes[byte] ^= 1 << UInt8(bit & 7)
        return bytes
    }

    private func apply(_ fault: I2CFault?, to answer: [UInt8]) throws(BusError) -> [UInt8] {
        var bytes = answer
        switch fault {
        case .shortTransfer(let missing):
            let actual = answer.count - min(max(missing, 0), answer.count)
            throw .shortTransfer(expected: answer.count, actual: actual)
        case .bitFlip(let byte, let bit) where bytes.indices.contains(byte):
            bytes[byte] ^= 1 << UInt8(bit & 7)
        case .readsOnes:
            bytes = [UInt8](repeating: 0xFF, count: answer.count)
        case .readsZeros:
            bytes = [UInt8](repeating: 0, count: answer.count)
        default:
            break
        }
        return bytes
    }
}
