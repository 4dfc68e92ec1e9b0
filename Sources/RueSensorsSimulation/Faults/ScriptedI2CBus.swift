public import RueSensors

/// A simulated I²C bus with one chip, to which happens what a ``FaultScript`` says. A
/// ``ScriptedSensor`` around the driver tells the script when a sample begins.
public final class ScriptedI2CBus: I2CBus {
    private let bus = SimulatedI2CBus()
    private let device: any ScriptedI2CDevice
    private let address: UInt8
    private let script: FaultScript

    private enum Chip { case present, absent, impostor }

    private var chip = Chip.present
    private var sampleCount: UInt64 = 0
    /// The transfer of the sample that comes next.
    private var transaction = 0
    /// What waits for a transfer of the sample.
    private var waiting: (strike: FaultScript.Strike, from: Int)?
    /// What waits for the conversion.
    private var isStruckInConversion = false

    /// Makes a bus with one chip.
    ///
    /// - Parameters:
    ///   - device: the chip; what is broken in it is the script's from now on.
    ///   - address: its 7-bit address.
    ///   - script: what happens.
    public init(_ device: any ScriptedI2CDevice, at address: UInt8, _ script: FaultScript) {
        self.device = device
        self.address = address
        self.script = script
        bus.attach(device, at: address)
    }

    /// Carries out a transfer, or what the script makes of it.
    ///
    /// - Parameters:
    ///   - address: the 7-bit address.
    ///   - bytes: what to write.
    ///   - readCount: how many bytes to read then.
    /// - Returns: what the chip answered, as the fault left it.
    /// - Throws: `.noAcknowledge` where no chip is; what the fault demands.
    public func transfer(
        address: UInt8, writing bytes: [UInt8], reading readCount: Int
    ) throws(BusError) -> [UInt8] {
        if sampleCount != script.sampleCount { beginSample() }
        if script.isConverting, isStruckInConversion { strikeConversion() }
        strikeTransfer(reading: readCount)
        return try bus.transfer(address: address, writing: bytes, reading: readCount)
    }

    /// What the sample is to suffer here; nil for nothing.
    private var strike: FaultScript.Strike? {
        guard let strike = script.strike, device.possibleFaults.contains(strike.fault.fault)
        else { return nil }
        return strike
    }

    private func beginSample() {
        let strike = strike
        let fault = strike?.fault.fault
        sampleCount = script.sampleCount
        transaction = 0
        waiting = strike.flatMap(ScriptedI2CBus.transferFault)
        isStruckInConversion = fault == .unplugged || fault == .brownOut
        put(fault == .silent ? .absent : fault == .wrongChip ? .impostor : .present)
        bus.line = fault == .stuckLow ? .heldLow : fault == .stuckHigh ? .heldHigh : .free
        device.suffer(strike)
    }

    private func strikeConversion() {
        isStruckInConversion = false
        if strike?.fault.fault == .unplugged { put(.absent) } else { device.brownOut() }
    }

    private func put(_ wanted: Chip) {
        if wanted == chip { return }
        chip = wanted
        switch wanted {
        case .absent: bus.detach(at: address)
        case .impostor: bus.attach(device.impostor, at: address)
        case .present:
            // It was without power meanwhile.
            device.brownOut()
            bus.attach(device, at: address)
        }
    }

    private func strikeTransfer(reading readCount: Int) {
        let index = transaction
        transaction += 1
        guard let (strike, from) = waiting, index >= from else { return }
        // Of a transfer that only writes nothing can be falsified.
        let isNack = strike.fault.fault == .nack
        guard isNack || readCount > 0 else { return }
        waiting = nil
        bus.inject(
            ScriptedI2CBus.fault(of: strike, reading: readCount),
            atTransaction: bus.transactionCount)
    }

    private static func transferFault(
        _ strike: FaultScript.Strike
    ) -> (strike: FaultScript.Strike, from: Int)? {
        switch strike.fault.fault {
        case .nack, .shortTransfer, .bitFlip: break
        default: return nil
        }
        var random = strike.random
        return (strike, strike.fault.transaction ?? Int(random.next(in: 0...6)))
    }

    private static func fault(of strike: FaultScript.Strike, reading count: Int) -> I2CFault {
        switch strike.fault.fault {
        case .shortTransfer: return .shortTransfer(missing: 1)
        case .bitFlip:
            var random = strike.random
            let bit = Int(random.next(in: 0...Int64(8 * count - 1)))
            return .bitFlip(byte: bit / 8, bit: bit % 8)
        default: return .failure(.noAcknowledge)
        }
    }
}
