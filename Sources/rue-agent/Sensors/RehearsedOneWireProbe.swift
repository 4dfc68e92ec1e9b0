internal import RueAgentCore
internal import RueSensors
internal import RueSensorsSimulation

/// A simulated DS18B20 on its wire, with the faults that are planned for it.
final class RehearsedOneWireProbe: OneWireProbe {
    private let chip: SimulatedDS18B20
    private let probe: any OneWireProbe
    private let rehearsal: Rehearsal

    init(
        _ chip: SimulatedDS18B20, through probe: any OneWireProbe, _ rehearsal: Rehearsal
    ) {
        self.chip = chip
        self.probe = probe
        self.rehearsal = rehearsal
    }

    var rom: OneWireROM? { probe.rom }

    func begin() throws(BusError) -> UInt64 {
        suffer()
        return try probe.begin()
    }

    func finish() throws(BusError) -> [UInt8]? {
        suffer()
        return try probe.finish()
    }

    func abandon() { probe.abandon() }

    private func suffer() {
        let fault = rehearsal.fault
        chip.faults.isSilent = fault == .silent
        chip.faults.losesPower = fault == .powerOnValue
        // Any bit will do: here one of a sixteenth of a degree.
        chip.faults.flippedBit = fault == .checksum ? 0 : nil
    }
}
