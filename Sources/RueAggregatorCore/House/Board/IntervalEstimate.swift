/// How far apart things usually come: the smaller of the last two differences, so that one pause is
/// not taken for a habit.
struct IntervalEstimate {
    private var older: Int64?
    private var newer: Int64?

    var milliseconds: Int64? {
        guard let newer else { return nil }
        return older.map { min($0, newer) } ?? newer
    }

    /// A difference after the last one.
    mutating func add(_ difference: Int64) {
        guard difference > 0 else { return }
        older = newer
        newer = difference
    }

    /// A difference from before, as long as there are not two.
    mutating func addEarlier(_ difference: Int64) {
        guard difference > 0, older == nil else { return }
        if newer == nil { newer = difference } else { older = difference }
    }
}
