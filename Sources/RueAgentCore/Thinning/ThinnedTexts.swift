internal import RueWire

/// What is no number, such as the words of faults: each text once in its stretch of time.
struct ThinnedTexts {
    /// So many different texts of one series stay in a stretch of time; the first ones.
    private static let mostDifferent = 4

    private(set) var records: [KeptRecord] = []

    mutating func add(_ record: KeptRecord, width: Int64) {
        let stretch = ThinnedSpan.stretch(of: record.time, width)
        var others = 0
        for known in records.reversed() {
            if ThinnedSpan.stretch(of: known.time, width) != stretch { break }
            guard known.name == record.name else { continue }
            others += 1
            if known.value == record.value || others == Self.mostDifferent { return }
        }
        records.append(record)
    }

    mutating func widen(to width: Int64) {
        let all = records
        records.removeAll(keepingCapacity: true)
        for record in all { add(record, width: width) }
    }
}
