/// Something that is on or off: a relay, a fan, a humidifier, the supply of a sensor. Not
/// thread-safe: one thread owns it.
public protocol DigitalOutput: AnyObject {
    /// Whether it is on, as far as this program has set it; false before it is first set, and after
    /// it was closed.
    var isOn: Bool { get }

    /// Switches it on or off; does so too when it already is. Blocks for one call of the system.
    ///
    /// - Parameter isOn: on, or off. Which voltage that is, the implementation knows (active low).
    /// - Throws: ``BusError``; `.closed` after ``close()``.
    func set(_ isOn: Bool) throws(BusError)

    /// Leaves it in its safe state and lets go of it. A second time does nothing. Blocks for a few
    /// calls of the system.
    ///
    /// - Throws: ``BusError``, when the safe state could not be set; it is let go of all the same.
    func close() throws(BusError)
}
