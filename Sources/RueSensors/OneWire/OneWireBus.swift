/// A 1-Wire bus, behind whichever controller: what a driver needs of it, byte by byte. Not
/// thread-safe: one thread owns it.
///
/// Every exchange begins with ``reset()``. After an error the bus is in no known state, and the next
/// exchange begins anew. Nothing on this bus is acknowledged, and only what a device sends has a
/// checksum: its user checks what comes.
public protocol OneWireBus: AnyObject {
    /// Sends a reset pulse, after which every device waits for a ROM command. Blocks for about a
    /// millisecond (480 µs low, 480 µs for the answer).
    ///
    /// - Returns: whether any device answered with a presence pulse.
    /// - Throws: ``BusError``; `.lineHeldLow` for a short.
    func reset() throws(BusError) -> Bool

    /// Sends a byte, lowest bit first. Blocks for about 0.6 ms.
    ///
    /// - Parameters:
    ///   - byte: what to send.
    ///   - strongPullUp: whether to power the line directly after the last bit, until the bus is
    ///     used again: what a conversion needs of a device without a supply wire, within 10 µs.
    /// - Throws: ``BusError``; `.unsupported` if the controller has no strong pull-up.
    func write(_ byte: UInt8, strongPullUp: Bool) throws(BusError)

    /// Reads a byte, lowest bit first. Blocks for about 0.6 ms.
    ///
    /// - Returns: what the addressed devices sent, each bit 0 if any of them sent 0; 0xFF if none.
    /// - Throws: ``BusError``.
    func readByte() throws(BusError) -> UInt8

    /// Reads one bit. Blocks for about 0.1 ms.
    ///
    /// - Returns: false if any addressed device sent 0.
    /// - Throws: ``BusError``.
    func readBit() throws(BusError) -> Bool

    /// One step of a search: reads a bit of the codes and its complement, and sends the direction
    /// in which to go on, upon which the devices of the other one fall silent. Blocks for about
    /// 0.3 ms.
    ///
    /// - Parameter direction: where to go if there are devices both ways.
    /// - Returns: what was read, and the direction that was sent: the bit itself where all
    ///   devices agree on it.
    /// - Throws: ``BusError``.
    func triplet(preferring direction: Bool) throws(BusError) -> OneWireTriplet
}

/// What one step of a search found (Maxim application note 187).
public struct OneWireTriplet: Equatable, Sendable {
    /// The bit: false if any device's is 0.
    public let bit: Bool
    /// Its complement: false if any device's bit is 1. Both true: nobody is left.
    public let complement: Bool
    /// The direction that was sent.
    public let direction: Bool

    /// Makes a step's result.
    ///
    /// - Parameters:
    ///   - bit: the bit that was read.
    ///   - complement: the complement that was read.
    ///   - preference: where to go if there are devices both ways.
    public init(bit: Bool, complement: Bool, preferring preference: Bool) {
        self.init(
            bit: bit, complement: complement, direction: bit == complement ? preference : bit)
    }

    /// Makes a result from what a controller says that it did.
    ///
    /// - Parameters:
    ///   - bit: the bit that was read.
    ///   - complement: the complement that was read.
    ///   - direction: the direction that was sent.
    public init(bit: Bool, complement: Bool, direction: Bool) {
        self.bit = bit
        self.complement = complement
        self.direction = direction
    }
}
