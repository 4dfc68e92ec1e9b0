import Testing

@testable import RueWire

@Suite struct WireErrorTests {
    static let all: [WireError] = [
        .truncated(at: 1), .lengthBeyondEnd(at: 1), .trailingBytes(at: 1),
        .reservedInformation(at: 1), .indefiniteLength(at: 1), .unexpectedBreak(at: 1),
        .invalidSimpleValue(at: 1), .notShortest(at: 1), .keyOrder(at: 1), .duplicateKey(at: 1),
        .tooDeep(at: 1), .invalidUTF8(at: 1), .textTooLong(at: 1), .unsupportedTag(9, at: 1),
        .unexpectedType(at: 1, expected: .map), .unexpectedSimpleValue(at: 1),
        .unexpectedLength(at: 1, expected: 2), .unexpectedCount(at: 1, expected: 2),
        .integerOutOfRange(at: 1), .unexpectedValue(at: 1), .itemTooLarge(bytes: 1),
        .notSign1(at: 1), .unprotectedHeader(at: 1), .headerTooLarge(bytes: 1), .headerLabel(1),
        .headerMissing(1), .algorithm(-8), .contentType(1), .critical(at: 1), .messageType,
        .unexpectedKind(.poll), .version(2), .emptySequence, .tooManyItems(limit: 1),
        .invalidBaseName, .unknownProblem, .emptyPack, .tooManyRecords(1), .invalidLabel(at: 1),
        .unknownMandatoryLabel(at: 1), .valueMissing(record: 1), .severalValues(record: 1),
        .notFinite(at: 1), .exponentOutOfRange(at: 1), .numberOutOfRange(at: 1),
        .packVersion(at: 1), .invalidName(record: 1), .foreignName(record: 1),
        .invalidUnit(record: 1), .baseTimeWithoutClock(record: 1), .timeAfterBatch(record: 1),
        .timeNotAbsolute(record: 1), .timeTooEarly(record: 1), .timeTooEarly(record: nil),
        .timeOutOfRange(record: 1), .timeOutOfRange(record: nil),
    ]

    @Test func description_everyError_hasTextOfItsOwn() {
        let texts = Self.all.map(\.description)
        #expect(Set(texts).count == Self.all.count)
        #expect(!texts.contains("not acceptable"))
    }
}
