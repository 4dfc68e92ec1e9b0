public import RueSensors

/// A device on a ``SimulatedOneWireBus``: what it does once it was addressed. Its code and the search
/// for it are the bus's business.
public protocol SimulatedOneWireDevice: AnyObject {
    /// The code that was cut into it.
    var code: OneWireROM { get }
    /// Whether it takes part in the bus at all.
    var isConnected: Bool { get }
    /// Whether it answers an alarm search.
    var isAlarmed: Bool { get }

    /// It was addressed, and waits for a function command.
    func select()

    /// What it drives in the slot that begins: false pulls the line low. Nil while it listens.
    ///
    /// - Returns: a bit to send, or nil.
    func nextBit() -> Bool?

    /// Takes a byte that was sent while it listened.
    ///
    /// - Parameter byte: a function command, or a byte that follows one.
    func receive(_ byte: UInt8)

    /// Is told that the line begins to be powered strongly, or ends to be.
    ///
    /// - Parameter isOn: which.
    func strongPullUp(_ isOn: Bool)

    /// Loses its supply, as a device does that is unplugged.
    func brownOut()
}
