/// What the name of a series says: `air_temperature` is the temperature of the sensor `air`, and
/// `node_uptime` the uptime that a node tells of itself.
struct SeriesName: Equatable {
    /// What stands before the last `_`: the sensor. Nil for what a node says of itself.
    let sensor: String?
    /// What follows; empty where there is no `_`.
    let quantity: String

    /// Takes a name apart.
    ///
    /// - Parameter text: what follows the node's URN in a record's name.
    init(_ text: String) {
        if Self.isHealth(text) {
            (sensor, quantity) = (nil, String(text.dropFirst(Self.nodePrefix.count)))
        } else if let underscore = text.lastIndex(of: "_") {
            sensor = String(text[..<underscore])
            quantity = String(text[text.index(after: underscore)...])
        } else {
            (sensor, quantity) = (text, "")
        }
    }

    /// Whether a node speaks of itself in a series of that name.
    static func isHealth(_ text: String) -> Bool { text.hasPrefix(nodePrefix) }

    /// Whether it tells the bounds or the number of readings that a node with a full spool has
    /// summarised (`air_temperature-min`), and nothing of the present.
    var isOfSummary: Bool {
        Self.summaryEndings.contains { quantity.hasSuffix($0) }
    }

    private static let summaryEndings = ["-min", "-max", "-count"]
    private static let nodePrefix = "node_"
}
