/// What a node may do.
public enum NodeStatus: Int64, Equatable, Sendable, CustomStringConvertible {
    /// Its items are kept and shown.
    case active = 0
    /// Nothing of it is accepted any more; what it sent before stays.
    case revoked = 1
    /// Learnt from a grant by a store that had forgotten it: kept, not shown until the admin
    /// confirms.
    case pending = 2

    /// One word for a table.
    public var description: String {
        switch self {
        case .active: "active"
        case .revoked: "revoked"
        case .pending: "pending"
        }
    }
}

/// A node: the admin's name for it and the URN that it signs under.
public struct NodeRecord: Equatable, Sendable {
    /// Its row.
    public let id: RowID
    /// The admin's name, unique.
    public let name: String
    /// The URN with its trailing `_`.
    public let baseName: String
    /// What it may do.
    public let status: NodeStatus
    /// When it was first enrolled or learnt, in milliseconds since 1970.
    public let createdMilliseconds: Int64
    /// When its status last changed, in milliseconds since 1970.
    public let changedMilliseconds: Int64
}

/// How many items of a node there are.
public struct ItemCounts: Equatable, Sendable {
    /// All of them.
    public let total: Int64
    /// Those in quarantine.
    public let quarantined: Int64
}
