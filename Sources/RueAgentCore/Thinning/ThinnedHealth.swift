internal import RueWire

/// What the node told of itself: the last of each stretch of time, since its counters only rise.
struct ThinnedHealth {
    private(set) var records: [KeptRecord] = []

    mutating func add(_ record: KeptRecord, width: Int64) {
        let stretch = ThinnedSpan.stretch(of: record.time, width)
        for index in records.indices.reversed() {
            if ThinnedSpan.stretch(of: records[index].time, width) != stretch { break }
            if records[index].name == record.name {
                records[index] = record
                return
            }
        }
        records.append(record)
    }

    mutating func widen(to width: Int64) {
        let all = records
        records.removeAll(keepingCapacity: true)
        for record in all { add(record, width: width) }
    }
}
