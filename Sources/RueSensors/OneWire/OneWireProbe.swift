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
    /// - Parameter resolution: how finely the device is to convert: if its scratchpad says
    ///   otherwise, the device is told so before ``finish()`` answers, once, and converts again. Its
    ///   thresholds stay as they are, and its EEPROM is not written. Nil takes it as it is. A device
    ///   that does not do as it is told is no error here; its scratchpad shows it.
    /// - Returns: after how many microseconds the scratchpad is due.
    /// - Throws: ``BusError``; `.noPresence` if nothing answers, `.unanswered` if what was
    ///   abandoned is still in the way.
    func begin(resolution: DS18B20.Resolution?) throws(BusError) -> UInt64

    /// Starts a conversion at the resolution that the device has; by default the same as with nil.
    ///
    /// - Returns: after how many microseconds the scratchpad is due.
    /// - Throws: as `begin(resolution:)`.
    func begin() throws(BusError) -> UInt64

    /// Looks whether the conversion has ended, and takes the scratchpad if so (0xBE). No check is
    /// made of its content. The probe has no deadline of its own: its user has.
    ///
    /// - Returns: the 9 bytes as they came, checksum last; nil while the conversion runs.
    /// - Throws: ``BusError``; `.cannotSetResolution` if it may not, `.unsupported` if nothing was
    ///   begun. The conversion is over then.
    func finish() throws(BusError) -> [UInt8]?

    /// Gives up the conversion under way, if there is one, and does not wait for it.
    func abandon()
}

extension OneWireProbe {
    /// Starts a conversion at the resolution that the device has.
    ///
    /// - Returns: after how many microseconds the scratchpad is due.
    /// - Throws: as `begin(resolution:)`.
    public func begin() throws(BusError) -> UInt64 { try begin(resolution: nil) }
}

extension DS18B20.Resolution {
    /// Whether a scratchpad came whole and says that its device converts otherwise.
    ///
    /// - Parameter scratchpad: the 9 bytes.
    /// - Returns: false for what noise or a short made of them.
    public func differs(from scratchpad: [UInt8]) -> Bool {
        scratchpad.count == 9 && OneWireCRC.of(scratchpad) == 0 && scratchpad[4] != 0
            && DS18B20.Resolution(configurationRegister: scratchpad[4]) != self
    }
}
