/// Finds the word that was probably meant.
public enum Suggestion {
    /// Finds the candidate nearest to `word` by edits (insert, delete, replace, swap neighbours).
    ///
    /// - Parameters:
    ///   - word: what was typed.
    ///   - candidates: what exists; the first of several equally near ones wins.
    /// - Returns: nil when none is near enough to be worth telling: a third of the word at most,
    ///   one edit always allowed.
    public static func nearest(_ word: String, among candidates: [String]) -> String? {
        let typed = Array(word.lowercased().unicodeScalars)
        // A hostile argument must not cost quadratic time.
        guard typed.count <= 64 else { return nil }
        var best: String?
        var bestDistance = Swift.max(1, (typed.count + 1) / 3) + 1
        for candidate in candidates {
            let known = Array(candidate.lowercased().unicodeScalars)
            let distance = editDistance(typed, known)
            if distance < bestDistance && distance < known.count {
                best = candidate
                bestDistance = distance
            }
        }
        return best
    }

    /// Optimal string alignment distance: Levenshtein's with swaps of neighbours.
    static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = last[column] + (scalar == other ? 0 : 1)
                var cost = Swift.min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    cost = Swift.min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
