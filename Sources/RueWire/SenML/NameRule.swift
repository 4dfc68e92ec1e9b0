/// The rule about names: valid for SenML (RFC 8428 §4.5.1) and under the signer's base name.
struct NameRule {
    private let baseName: [UInt8]
    // Whether the base name in force begins with the signer's, which spares comparing each name.
    private var isBaseOwn = false

    init(baseName: String) { self.baseName = Array(baseName.utf8) }

    mutating func check(
        _ record: borrowing PackRecord, hasNewBase: Bool
    ) throws(WireError) {
        if hasNewBase {
            isBaseOwn = record.payload[record.baseNameRange].starts(with: baseName)
            try checkCharacters(of: record, record.baseNameRange)
        }
        try checkCharacters(of: record, record.nameRange)
        guard record.nameCount > 0, NameRule.isAlphanumeric(record.nameByte(at: 0)) else {
            throw .invalidName(record: record.index)
        }
        guard record.nameCount > baseName.count, isBaseOwn || beginsWithBaseName(record) else {
            throw .foreignName(record: record.index)
        }
    }

    func isRepacked(_ record: borrowing PackRecord, _ name: [UInt8]) -> Bool {
        guard case .text = record.content else { return false }
        return record.isNamed(baseName, name)
    }

    private func beginsWithBaseName(_ record: borrowing PackRecord) -> Bool {
        for index in baseName.indices where record.nameByte(at: index) != baseName[index] {
            return false
        }
        return true
    }

    private func checkCharacters(
        of record: borrowing PackRecord, _ range: Range<Int>
    ) throws(WireError) {
        for index in range where !NameRule.isAllowed(record.payload[index]) {
            throw .invalidName(record: record.index)
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isAllowed(byte) && (byte < 0x2d || byte > 0x2f) && byte != 0x3a && byte != 0x5f
    }

    // A bit for each ASCII character: A-Z a-z 0-9 - : . / _
    private static let lowBits: UInt64 = 0x07ff_e000_0000_0000
    private static let highBits: UInt64 = 0x07ff_fffe_87ff_fffe

    private static func isAllowed(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        let bits = byte < 64 ? lowBits : highBits
        return bits >> UInt64(byte & 63) & 1 == 1
    }
}
