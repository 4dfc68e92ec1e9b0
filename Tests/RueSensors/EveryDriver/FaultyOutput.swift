import RueSensors

/// An output of which a plan's call fails.
final class FaultyOutput: DigitalOutput {
    private let output: any DigitalOutput
    private let plan: FaultPlan

    init(_ output: any DigitalOutput, _ plan: FaultPlan) {
        self.output = output
        self.plan = plan
    }

    var isOn: Bool { output.isOn }

    func set(_ isOn: Bool) throws(BusError) {
        try plan.carryOut { () throws(BusError) -> Void in try output.set(isOn) }
    }

    func close() throws(BusError) {
        try plan.carryOut { () throws(BusError) -> Void in try output.close() }
    }
}
