/// One temperature probe of the DS18B20's kind, reached in whichever way: through the kernel, a
/// bridge, or a simulated wire. It moves bytes; what they mean is the driver's business.
///
/// A probe does not block for a conversion: what takes its time goes on between ``begin()`` and ``finish()``, so
/// that one thread serves many. Not thread-safe.
public protocol OneWireProbe: AnyObject {
    /// The device's code; nil while it is not known.
    var rom: OneWireROM? { get }

    /// Starts a conversion (function command 0x44). One that is under way is abandoned first.
    ///
    /// - Returns: after how many microseconds the scratchpad is due.
    /// - Throws: ``BusError``; `.noPresence` if nothing answers, `.unanswered` if what was
    ///   abandoned is still in the way.
    func begin() throws(BusError) -> UInt64

    /// Looks whether the conversion has ended, and takes the scratchpad if so (0xBE). No check is
    /// made of its content. The probe has no deadline of its own: its user has.
    ///
    /// - Returns: the 9 bytes as they came, checksum last; nil while the conversion runs.
    /// - Throws: ``BusError``; `.unsupported` if nothing was begun. The conversion is over then.
    func finish() throws(BusError) -> [UInt8]?

    /// Gives up the conversion under way, if there is one, and does not wait for it.
    func abandon()
}
