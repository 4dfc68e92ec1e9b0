/// The names and values of a query: `from=2026-01-01&sensor=air`.
public struct QueryParameters: Equatable, Sendable {
    /// Every pair in order; a name without `=` has an empty value.
    public let pairs: [HTTPField]

    /// Decodes a query (`application/x-www-form-urlencoded`); nil when a part cannot be decoded
    /// (``PercentEncoding/decode(_:plusIsSpace:)``) or has no name.
    ///
    /// - Parameter query: what follows the `?`; nil and empty have no pairs.
    public init?(_ query: String?) {
        var pairs: [HTTPField] = []
        for part in (query ?? "").split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let encoded = sides.count > 1 ? sides[1] : ""
            guard let name = PercentEncoding.decode(sides[0], plusIsSpace: true), !name.isEmpty,
                let value = PercentEncoding.decode(encoded, plusIsSpace: true)
            else { return nil }
            pairs.append(HTTPField(name: name, value: value))
        }
        self.pairs = pairs
    }

    /// The first value under a name; names are case-sensitive here.
    public subscript(name: String) -> String? {
        for pair in pairs where pair.name == name { return pair.value }
        return nil
    }
}
