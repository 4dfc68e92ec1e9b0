/// Why bytes were not compressed.
public enum GzipError: Error, Equatable, Sendable {
    /// The level is not 0…9.
    case level(Int)
    /// zlib found no memory: it needs 256 KiB beside the output.
    case outOfMemory
    /// zlib failed otherwise, with this code of its own.
    case zlib(Int32)
}

extension GzipError: CustomStringConvertible {
    /// What happened, for a person.
    public var description: String {
        switch self {
        case .level(let level): "\(level) is not a level of compression; they are 0 to 9"
        case .outOfMemory: "there is no memory left for compressing"
        case .zlib(let code): "zlib failed with its code \(code)"
        }
    }
}
