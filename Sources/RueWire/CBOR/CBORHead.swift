/// The head of a CBOR item: its type and its argument (RFC 8949 §3). Never one of indefinite
/// length, which the reader refuses.
public struct CBORHead: Equatable, Sendable {
    /// The major type.
    public let majorType: CBORMajorType
    /// The low five bits of the first byte, 0…27: how the argument was written. For major type 7
    /// it tells what the item is (25, 26 and 27 are the floats).
    public let information: UInt8
    /// The argument: a value, a length, a count, a tag number or a float's bits.
    public let argument: UInt64
    /// Where the head begins.
    public let offset: Int
}
