/// A simulated chip that a ``ScriptedI2CBus`` can make suffer.
public protocol ScriptedI2CDevice: SimulatedI2CDevice {
    /// What can happen to it and its bus.
    var possibleFaults: [SimulatedFault] { get }

    /// Another kind of chip, to answer in its place.
    var impostor: any SimulatedI2CDevice { get }

    /// Takes the supply away and gives it back.
    func brownOut()

    /// Breaks what a fault breaks in the chip itself, and mends everything else.
    ///
    /// - Parameter strike: the fault; nil for a sound chip.
    func suffer(_ strike: FaultScript.Strike?)
}
