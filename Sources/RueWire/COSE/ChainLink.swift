/// The chain header of a batch or rotation (label −65537): where the item stands in its node's
/// chain, and when it was made.
public struct ChainLink: Equatable, Sendable {
    /// The protocol version, 1.
    public var version: UInt64
    /// The item's number, 1…2⁵³−1; one more than the item before it.
    public var sequence: UInt64
    /// The id of the item before it; at sequence 1, of the grant.
    public var previous: MessageID
    /// The kernel's boot id.
    public var boot: BootID
    /// CLOCK_BOOTTIME when it was made, in milliseconds, 0…2⁵³−1.
    public var uptimeMilliseconds: UInt64
    /// Unix time when it was made, in milliseconds, 0…2⁵³−1; nil when the clock is not known.
    public var utcMilliseconds: UInt64?

    /// Makes a link of version 1.
    ///
    /// - Parameters:
    ///   - sequence: the item's number, 1…2⁵³−1.
    ///   - previous: the id of the item before it; at sequence 1, of the grant.
    ///   - boot: the kernel's boot id.
    ///   - uptimeMilliseconds: CLOCK_BOOTTIME, in milliseconds.
    ///   - utcMilliseconds: Unix time in milliseconds; nil when the clock is not known.
    public init(
        sequence: UInt64, previous: MessageID, boot: BootID, uptimeMilliseconds: UInt64,
        utcMilliseconds: UInt64?
    ) {
        version = 1
        self.sequence = sequence
        self.previous = previous
        self.boot = boot
        self.uptimeMilliseconds = uptimeMilliseconds
        self.utcMilliseconds = utcMilliseconds
    }

    func encode(to encoder: inout CBOREncoder) {
        encoder.array(count: 6)
        encoder.unsigned(version)
        encoder.unsigned(sequence)
        encoder.byteString(previous)
        encoder.byteString(boot)
        encoder.unsigned(uptimeMilliseconds)
        encoder.optionalUnsigned(utcMilliseconds)
    }

    init(from reader: inout CBORReader) throws(WireError) {
        try reader.readArray(count: 6)
        version = try reader.readVersion()
        sequence = try reader.readField(atLeast: 1)
        previous = try reader.readBytes32()
        boot = try reader.readBytes16()
        uptimeMilliseconds = try reader.readField()
        utcMilliseconds = try reader.readOptionalField()
    }
}
