/// Finds what a person may have meant.
enum NearestText {
    private static let longest = 64

    /// The nearest of some texts, the best first; none that differs in more than half.
    static func among(_ texts: [String], to text: String, limit: Int = 3) -> [String] {
        let wanted = Array(text.lowercased().unicodeScalars)
        guard wanted.count <= longest else { return [] }
        return
            texts
            .map { (text: $0, distance: distance(wanted, Array($0.lowercased().unicodeScalars))) }
            .filter { $0.distance <= max(2, wanted.count / 2) }
            .sorted { ($0.distance, $0.text) < ($1.distance, $1.text) }
            .prefix(limit).map(\.text)
    }

    /// Levenshtein's: how many letters must be put in, taken out or changed.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        guard right.count <= longest else { return .max }
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let changed = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
