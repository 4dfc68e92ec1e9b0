internal import RueWire

/// The names under which a node declares what it could not keep.
enum ThinnedDeclaration {
    static let thinned = "node_thinned"
    static let thinnedSpan = "node_thinned_span"
    static let dropped = "node_dropped"
    static let droppedSpan = "node_dropped_span"

    /// Whether a record is the declaration of a loss, which no later one takes the place of.
    static func isKept(_ record: KeptRecord) -> Bool { record.name.hasPrefix(dropped) }

    /// The number that a declaration names.
    static func count(_ record: KeptRecord) -> UInt64 {
        guard case .decimal(let value) = record.value, let count = value.scaled(places: 0) else {
            return 0
        }
        return UInt64(max(0, count))
    }
}
