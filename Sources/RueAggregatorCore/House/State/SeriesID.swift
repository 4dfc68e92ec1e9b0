/// Which series of which node: `kitchen/air_temperature`.
public struct SeriesID: Hashable, Comparable, Sendable {
    /// The admin's name for the node.
    public let node: String
    /// The series within the node: `air_temperature`.
    public let name: String

    /// Puts the two together.
    ///
    /// - Parameters:
    ///   - node: the admin's name for the node.
    ///   - name: the series within the node.
    public init(node: String, name: String) {
        self.node = node
        self.name = name
    }

    /// Reads ``text``.
    ///
    /// - Parameter text: a node's name, a slash, the name of a series; `%` and two hexadecimal
    ///   digits stand for a byte.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let node = PercentText.decode(parts[0]),
            let name = PercentText.decode(parts[1]), !node.isEmpty, !name.isEmpty
        else { return nil }
        self.init(node: node, name: name)
    }

    /// One word for both, `%` and `/` in them percent-encoded: what the JSON API and the pages'
    /// links call it. ``init(_:)`` reads it.
    public var text: String { PercentText.encode(node) + "/" + PercentText.encode(name) }

    /// By node, then by series.
    public static func < (left: SeriesID, right: SeriesID) -> Bool {
        left.node == right.node ? left.name < right.name : left.node < right.node
    }
}

extension SeriesID: CustomStringConvertible {
    /// The same as ``text``.
    public var description: String { text }
}
