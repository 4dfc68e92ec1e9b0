extension SimulatedDS2482: ScriptedI2CDevice {
    /// What can happen to the bridge and its bus; what happens to its line is another matter.
    public var possibleFaults: [SimulatedFault] { SimulatedFault.ofBridge }

    /// None: what a bridge's place holds is not rehearsed.
    public var impostor: any SimulatedI2CDevice { self }

    /// The bridge itself has nothing to break.
    ///
    /// - Parameter strike: the fault; nil for a sound chip.
    public func suffer(_ strike: FaultScript.Strike?) {}
}
