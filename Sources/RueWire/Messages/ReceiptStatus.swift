/// Whether the content of an item was acceptable.
public enum ReceiptStatus: UInt8, Sendable, CustomStringConvertible {
    /// The item is in the store.
    case accepted = 0
    /// The item's bytes are kept in quarantine; the chain goes on after it.
    case quarantined = 1

    /// The status, for a person.
    public var description: String {
        switch self {
        case .accepted: "accepted"
        case .quarantined: "quarantined"
        }
    }

    init(from reader: inout CBORReader) throws(WireError) {
        let start = reader.offset
        switch try reader.readUnsigned() {
        case 0: self = .accepted
        case 1: self = .quarantined
        default: throw .unexpectedValue(at: start)
        }
    }
}
