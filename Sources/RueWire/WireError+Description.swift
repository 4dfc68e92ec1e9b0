extension WireError: CustomStringConvertible {
    /// What is wrong and where, for a person.
    public var description: String {
        cborText ?? envelopeText ?? payloadText ?? "not acceptable"
    }

    private var cborText: String? {
        switch self {
        case .truncated(let offset): "the bytes end within an item, at byte \(offset)"
        case .lengthBeyondEnd(let offset):
            "the length at byte \(offset) promises more bytes than there are"
        case .trailingBytes(let offset): "unexpected bytes after the end, at byte \(offset)"
        case .reservedInformation(let offset): "reserved CBOR head at byte \(offset)"
        case .indefiniteLength(let offset):
            "indefinite length at byte \(offset); only definite lengths are allowed"
        case .unexpectedBreak(let offset): "CBOR break without a beginning at byte \(offset)"
        case .invalidSimpleValue(let offset): "invalid simple value at byte \(offset)"
        case .notShortest(let offset): "not the shortest encoding at byte \(offset)"
        case .keyOrder(let offset): "map keys out of order at byte \(offset)"
        case .duplicateKey(let offset): "duplicate map key at byte \(offset)"
        case .tooDeep(let offset): "nested too deeply at byte \(offset)"
        case .invalidUTF8(let offset): "text that is not UTF-8 at byte \(offset)"
        case .textTooLong(let offset): "text longer than 255 bytes at byte \(offset)"
        case .unsupportedTag(let number, let offset):
            "tag \(number) at byte \(offset); only tag 4 is allowed"
        default: fieldText
        }
    }

    private var fieldText: String? {
        switch self {
        case .unexpectedType(let offset, let expected):
            "another type at byte \(offset) than the expected " + expected.description
        case .unexpectedSimpleValue(let offset): "a boolean or null was expected at byte \(offset)"
        case .unexpectedLength(let offset, let expected):
            "the byte string at byte \(offset) must have \(expected) bytes"
        case .unexpectedCount(let offset, let expected):
            "the array or map at byte \(offset) must have \(expected) entries"
        case .integerOutOfRange(let offset): "integer out of range at byte \(offset)"
        case .unexpectedValue(let offset): "unexpected value at byte \(offset)"
        default: nil
        }
    }

    private var envelopeText: String? {
        switch self {
        case .itemTooLarge(let bytes): "an item of \(bytes) bytes; the limit is 65536"
        case .notSign1(let offset): "no tagged COSE_Sign1 at byte \(offset)"
        case .unprotectedHeader: "the unprotected header is not empty"
        case .headerTooLarge(let bytes): "a protected header of \(bytes) bytes; the limit is 512"
        case .headerLabel(let label): "header label \(label) is not allowed in this message"
        case .headerMissing(let label): "header label \(label) is missing"
        case .algorithm(let algorithm): "algorithm \(algorithm); only -19 (Ed25519) is allowed"
        case .contentType(let type): "content type \(type); only 112 (SenML in CBOR) is allowed"
        case .critical: "the list of critical headers is not [-65537]"
        case .messageType: "unknown message type"
        case .unexpectedKind(let kind): "a message of the wrong kind: " + kind.description
        case .version(let version): "protocol version \(version); only 1 is known"
        case .emptySequence: "no message in the body"
        case .tooManyItems(let limit): "more than \(limit) messages in the body"
        case .invalidBaseName: "not a base name of the form urn:dev:mac:0123456789abcdef_"
        case .unknownProblem: "unknown problem code"
        default: nil
        }
    }

    private var payloadText: String? {
        switch self {
        case .emptyPack: "a pack without records"
        case .tooManyRecords(let count): "\(count) records in a pack; the limit is 1024"
        case .invalidLabel(let offset): "a label that is no integer or text at byte \(offset)"
        case .unknownMandatoryLabel(let offset):
            "the label at byte \(offset) must be understood, but is not known"
        case .notFinite(let offset): "NaN or an infinite number at byte \(offset)"
        case .exponentOutOfRange(let offset): "exponent outside -18 to 18 at byte \(offset)"
        case .numberOutOfRange(let offset): "number out of range at byte \(offset)"
        case .packVersion(let offset): "SenML version outside 1 to 10 at byte \(offset)"
        default: recordText
        }
    }

    private var recordText: String? {
        switch self {
        case .valueMissing(let record): "record \(record) has no value"
        case .severalValues(let record): "record \(record) has several values"
        case .invalidName(let record): "record \(record) has no valid SenML name"
        case .foreignName(let record): "record \(record) has the name of another node"
        case .invalidUnit(let record): "record \(record) has a unit that is not 1 to 16 characters"
        case .baseTimeWithoutClock(let record):
            "record \(record) has a base time, but the node's clock is not known"
        case .timeAfterBatch(let record): "record \(record) is later than its batch"
        case .timeNotAbsolute(let record):
            "record \(record) has a relative time, but the node's clock is known"
        case .timeTooEarly(.some(let record)): "record \(record) is before 2025-01-01"
        case .timeTooEarly(.none): "the batch's time is before 2025-01-01"
        case .timeOutOfRange(.some(let record)): "record \(record) is beyond the year 9999"
        case .timeOutOfRange(.none): "the batch's time is beyond the year 9999"
        default: nil
        }
    }
}
