/// Why bytes are not an acceptable message. `at` is an offset in the bytes that were decoded.
///
/// The same error means different answers depending on who throws it: from ``Envelope`` it is
/// 400 `malformed`, from ``Pack`` it is a receipt with status 1.
public enum WireError: Error, Equatable, Sendable {
    // MARK: CBOR

    /// The bytes end within an item.
    case truncated(at: Int)
    /// A length or count promises more than the bytes that are left could hold.
    case lengthBeyondEnd(at: Int)
    /// Something follows where the message should have ended.
    case trailingBytes(at: Int)
    /// Additional information 28…30, which RFC 8949 reserves, or 31 where it has no meaning.
    case reservedInformation(at: Int)
    /// An item of indefinite length.
    case indefiniteLength(at: Int)
    /// A break code outside an item of indefinite length.
    case unexpectedBreak(at: Int)
    /// A simple value below 32 in two bytes.
    case invalidSimpleValue(at: Int)
    /// A head longer than needed, where deterministic encoding is required.
    case notShortest(at: Int)
    /// Map keys not in ascending order, where deterministic encoding is required.
    case keyOrder(at: Int)
    /// A key that its map has already.
    case duplicateKey(at: Int)
    /// Arrays, maps and tags nested deeper than the limit.
    case tooDeep(at: Int)
    /// A text that is not UTF-8.
    case invalidUTF8(at: Int)
    /// A text longer than 255 bytes.
    case textTooLong(at: Int)
    /// A tag other than 4.
    case unsupportedTag(UInt64, at: Int)
    /// Another type than the one that belongs there.
    case unexpectedType(at: Int, expected: CBORMajorType)
    /// A boolean or null was to stand there.
    case unexpectedSimpleValue(at: Int)
    /// A byte string of another length than the one that belongs there.
    case unexpectedLength(at: Int, expected: Int)
    /// An array or map with another number of entries than belong there.
    case unexpectedCount(at: Int, expected: Int)
    /// An integer outside the range of its field; none may be above 2⁵³−1.
    case integerOutOfRange(at: Int)
    /// A field that must have one certain value has another.
    case unexpectedValue(at: Int)

    // MARK: Envelope

    /// An item of more than 64 KiB.
    case itemTooLarge(bytes: Int)
    /// Not tag 18, COSE_Sign1.
    case notSign1(at: Int)
    /// An unprotected header that is not empty.
    case unprotectedHeader(at: Int)
    /// A protected header of more than 512 bytes.
    case headerTooLarge(bytes: Int)
    /// A header label that this kind of message may not have.
    case headerLabel(Int64)
    /// A header label that this kind of message must have.
    case headerMissing(Int64)
    /// An algorithm other than −19 (Ed25519). −8 (EdDSA) is deprecated and refused.
    case algorithm(Int64)
    /// A content type other than 112.
    case contentType(UInt64)
    /// A critical header list other than [−65537].
    case critical(at: Int)
    /// A `typ` that is none of Rue's messages.
    case messageType
    /// A known kind of message, but not the one that belongs there.
    case unexpectedKind(MessageKind)
    /// A protocol version other than 1.
    case version(UInt64)
    /// A body without any item.
    case emptySequence
    /// More items in a body than the limit.
    case tooManyItems(limit: Int)

    // MARK: Payloads

    /// Not the only form of a node's base name.
    case invalidBaseName
    /// A problem code that is none of Rue's.
    case unknownProblem
    /// A pack without records.
    case emptyPack
    /// A pack of more than 1,024 records.
    case tooManyRecords(Int)
    /// A record's label is neither an integer nor a text.
    case invalidLabel(at: Int)
    /// A label that ends in `_`: it must be understood, and is not.
    case unknownMandatoryLabel(at: Int)
    /// A record without value.
    case valueMissing(record: Int)
    /// A record with several values.
    case severalValues(record: Int)
    /// A number that is not a number, or infinite.
    case notFinite(at: Int)
    /// A decimal fraction with an exponent outside −18…18.
    case exponentOutOfRange(at: Int)
    /// A number too large for what it counts.
    case numberOutOfRange(at: Int)
    /// A `bver` outside 1…10.
    case packVersion(at: Int)
    /// A name with a character that RFC 8428 does not allow, or an empty one.
    case invalidName(record: Int)
    /// A name that does not begin with the signer's base name.
    case foreignName(record: Int)
    /// A unit that is not 1 to 16 characters.
    case invalidUnit(record: Int)
    /// A base time in a batch whose header says that the clock is not known.
    case baseTimeWithoutClock(record: Int)
    /// A time after the batch was made, in a batch without a known clock.
    case timeAfterBatch(record: Int)
    /// A relative time in a batch with a known clock.
    case timeNotAbsolute(record: Int)
    /// A time before 2025-01-01. The record is nil when it is the header's.
    case timeTooEarly(record: Int?)
    /// A time beyond the year 9999. The record is nil when it is the header's.
    case timeOutOfRange(record: Int?)
}
