internal import RueAgentCore
internal import RueSensors
internal import RueSensorsSimulation

/// A simulated DHT on its line, with the faults that are planned for it.
final class RehearsedPulseLine: PulseLine {
    private let sensor: SimulatedDHT22
    private let rehearsal: Rehearsal

    init(_ sensor: SimulatedDHT22, _ rehearsal: Rehearsal) {
        self.sensor = sensor
        self.rehearsal = rehearsal
    }

    func capture(
        holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32
    ) throws(BusError) -> [UInt64] {
        let fault = rehearsal.fault
        sensor.faults.isSilent = fault == .silent
        sensor.faults.hasWrongChecksum = fault == .checksum
        return try sensor.capture(
            holdingLow: microseconds, maximumEdges: maximumEdges,
            windowMicroseconds: windowMicroseconds)
    }
}
