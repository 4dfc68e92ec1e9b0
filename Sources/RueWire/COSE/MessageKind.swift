/// The kinds of messages. Each has a `typ` of its own, so that none can pass as another.
public enum MessageKind: UInt8, CaseIterable, Sendable {
    /// A node asks to be enrolled.
    case enrol
    /// The server's answer to it.
    case grant
    /// A node asks for its head.
    case headRequest
    /// The server tells the last item of a node's chain.
    case head
    /// The server vouches that it keeps an item and all before it.
    case receipt
    /// A node changes its key.
    case rotate
    /// A batch of records.
    case batch
    /// A node asks for commands.
    case poll
    /// The server commands a node.
    case command
    /// The server replaces the pins.
    case pins
    /// The server vouches for an archive; never sent.
    case archive

    /// The value of `typ` (RFC 9596), for instance `application/vnd.rue.batch+cose`.
    public var mediaType: String { "application/vnd.rue." + description + "+cose" }

    /// Whether messages of this kind are links of a node's chain.
    public var isChained: Bool { self == .batch || self == .rotate }

    static let encodedTypes: [[UInt8]] = allCases.map { Array($0.mediaType.utf8) }

    static func matching(_ bytes: [UInt8], in range: Range<Int>) -> MessageKind? {
        for kind in allCases where bytes[range].elementsEqual(encodedTypes[Int(kind.rawValue)]) {
            return kind
        }
        return nil
    }
}

extension MessageKind: CustomStringConvertible {
    /// The kind's name as in its media type.
    public var description: String {
        switch self {
        case .enrol: "enrol"
        case .grant: "grant"
        case .headRequest: "head-request"
        case .head: "head"
        case .receipt: "receipt"
        case .rotate: "rotate"
        case .batch: "batch"
        case .poll: "poll"
        case .command: "command"
        case .pins: "pins"
        case .archive: "archive"
        }
    }
}
