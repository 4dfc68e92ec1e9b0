import RueSensors
import RueSensorsSimulation
import Testing

@Suite struct SimulatedOutputTests {
    @Test func set_isRememberedAndTold() throws {
        let output = SimulatedOutput()
        var told: [Bool] = []
        output.onChange = { told.append($0) }
        #expect(!output.isOn)
        try output.set(true)
        #expect(output.isOn)
        try output.set(true)
        try output.set(false)
        #expect(output.history == [true, true, false])
        #expect(told == output.history)
    }

    @Test(arguments: [(Bool?.some(false), [true, false]), (true, [true, true]), (nil, [true])])
    func close_drivesTheSafeStateOnce(safe: Bool?, history: [Bool]) throws {
        let output = SimulatedOutput(safeState: safe)
        try output.set(true)
        try output.close()
        try output.close()
        #expect(output.history == history)
        #expect(!output.isOn)
        #expect(throws: BusError.closed) { try output.set(true) }
    }

    @Test func set_withFault_switchesNothing() throws {
        let output = SimulatedOutput(isOn: true)
        output.fault = .os(errno: 5)
        #expect(throws: BusError.os(errno: 5)) { try output.set(false) }
        #expect(output.level)
        #expect(throws: BusError.os(errno: 5)) { try output.close() }
        #expect(output.isClosed)
    }
}
