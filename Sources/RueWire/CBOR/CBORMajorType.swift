/// The eight major types of a CBOR item (RFC 8949 §3.1).
public enum CBORMajorType: UInt8, Sendable, CustomStringConvertible {
    /// Major type 0, 0…2⁶⁴−1.
    case unsigned = 0
    /// Major type 1, −2⁶⁴…−1: −1 minus the argument.
    case negative = 1
    /// Major type 2.
    case byteString = 2
    /// Major type 3, UTF-8.
    case text = 3
    /// Major type 4.
    case array = 4
    /// Major type 5.
    case map = 5
    /// Major type 6.
    case tag = 6
    /// Major type 7: floats, booleans, null.
    case simple = 7

    /// The type's name, for a person.
    public var description: String {
        switch self {
        case .unsigned: "unsigned integer"
        case .negative: "negative integer"
        case .byteString: "byte string"
        case .text: "text"
        case .array: "array"
        case .map: "map"
        case .tag: "tag"
        case .simple: "float or simple value"
        }
    }
}
