extension SimulatedBME280: ScriptedI2CDevice {
    /// What can happen to the chip and its bus.
    public var possibleFaults: [SimulatedFault] { SimulatedFault.possible(on: .bosch280) }

    /// A BMP180, which has the same address and other registers.
    public var impostor: any SimulatedI2CDevice {
        SimulatedBME280(clock: clock, identity: 0x55, environment: environment)
    }

    /// Breaks what a fault breaks in the chip itself, and mends everything else: of
    /// ``faults-swift.property`` all is set.
    ///
    /// - Parameter strike: the fault; nil for a sound chip.
    public func suffer(_ strike: FaultScript.Strike?) {
        var broken = Faults()
        broken.neverReady = strike?.fault.fault == .neverReady
        if let strike, strike.fault.fault == .blankMemory {
            var random = strike.random
            broken.blankMemory = random.next(in: 0...1) == 0 ? 0x00 : 0xFF
        }
        // The calibration is loaded when the chip gets power.
        let isReloaded = broken.blankMemory != faults.blankMemory
        faults = broken
        if isReloaded { brownOut() }
    }
}
