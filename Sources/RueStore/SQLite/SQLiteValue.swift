internal import RueSQLite
internal import RueWire

/// A value for a statement's parameter.
enum SQLiteValue {
    case integer(Int64?)
    case blob([UInt8]?)
    case text(String?)
}

extension Statement {
    func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        for (index, value) in values.enumerated() {
            switch value {
            case .integer(let integer): try bind(integer, at: index + 1)
            case .blob(let blob): try bind(blob, at: index + 1)
            case .text(let text): try bind(text, at: index + 1)
            }
        }
    }

    /// 32 bytes that this program wrote; zeros where the file was tampered with, which `verify`
    /// tells.
    func bytes32(at column: Int) -> Bytes32 { Bytes32(blob(at: column)) ?? .zero }

    func bytes16(at column: Int) -> Bytes16 { Bytes16(blob(at: column)) ?? .zero }

    func sequence(at column: Int) -> UInt64 { UInt64(clamping: integer(at: column)) }
}

extension UInt64 {
    /// As a column holds it. Sequence numbers end at 2^53 − 1, so nothing is lost.
    var column: Int64 { Int64(clamping: self) }
}
