public import RueSensors

/// A simulated DS18B20, to which happens what a ``FaultScript`` says: by itself, as through the kernel,
/// or on a wire behind a bridge. A ``ScriptedSensor`` around the driver tells the script when a sample
/// begins.
public final class ScriptedOneWireProbe: OneWireProbe {
    private let chip: SimulatedDS18B20
    private let probe: any OneWireProbe
    private let line: SimulatedOneWireBus?
    private let script: FaultScript
    /// A thermometer of another family.
    private let impostor: SimulatedDS18B20
    private var isReplaced = false

    /// Makes a probe.
    ///
    /// - Parameters:
    ///   - chip: the chip; what is broken in it is the script's from now on.
    ///   - probe: the way to it; the chip itself, unless it is on a wire.
    ///   - line: the wire that it is on, whose state is the script's from now on.
    ///   - clock: the chip's.
    ///   - script: what happens.
    public init(
        _ chip: SimulatedDS18B20, through probe: (any OneWireProbe)? = nil,
        on line: SimulatedOneWireBus? = nil, clock: any SensorClock, _ script: FaultScript
    ) {
        self.chip = chip
        self.probe = probe ?? chip
        self.line = line
        self.script = script
        impostor = SimulatedDS18B20(
            clock: clock, rom: OneWireROM(family: 0x10, serial: chip.code.serial),
            environment: chip.environment)
    }

    /// The code of the chip, or of the other one that is in its place.
    public var rom: OneWireROM? { isReplaced && line == nil ? impostor.code : probe.rom }

    /// Starts a conversion of a chip that is as the script says.
    ///
    /// - Parameter resolution: what the chip is to have; nil for what it has.
    /// - Returns: when it is due.
    /// - Throws: what the way to the chip throws.
    public func begin(resolution: DS18B20.Resolution?) throws(BusError) -> UInt64 {
        suffer()
        return try probe.begin(resolution: resolution)
    }

    /// Takes the scratchpad, as the script leaves it.
    ///
    /// - Returns: 9 bytes, or nil before the conversion has ended.
    /// - Throws: what the way to the chip throws.
    public func finish() throws(BusError) -> [UInt8]? {
        suffer()
        return try probe.finish()
    }

    /// Gives up waiting.
    public func abandon() { probe.abandon() }

    private func suffer() {
        let fault = script.strike?.fault.fault
        let faults = script.strike.map(broken) ?? SimulatedDS18B20.Faults()
        // What comes back was without power.
        if chip.faults.isSilent, !faults.isSilent { chip.brownOut() }
        chip.faults = faults
        line?.line = fault == .stuckLow ? .heldLow : fault == .stuckHigh ? .heldHigh : .free
        replace(fault == .wrongChip)
    }

    private func broken(by strike: FaultScript.Strike) -> SimulatedDS18B20.Faults {
        var faults = SimulatedDS18B20.Faults()
        switch strike.fault.fault {
        case .silent: faults.isSilent = true
        case .unplugged: faults.isSilent = script.isConverting
        case .powerOnValue: faults.losesPower = true
        case .neverReady: faults.neverEnds = true
        case .zeros: faults.readsZeros = true
        case .eepromRefusal: faults.refusesCopy = true
        // Any bit will do: here one of a sixteenth of a degree.
        case .checksum: faults.flippedBit = 0
        // Behind a bridge it is one between bridge and program.
        case .bitFlip where line == nil:
            var random = strike.random
            faults.flippedBit = Int(random.next(in: 0...71))
        default: break
        }
        return faults
    }

    private func replace(_ isWanted: Bool) {
        if isWanted == isReplaced { return }
        isReplaced = isWanted
        guard let line else { return }
        line.detach(isWanted ? chip : impostor)
        line.attach(isWanted ? impostor : chip)
    }
}
