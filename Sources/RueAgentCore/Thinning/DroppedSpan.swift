internal import RueWire

/// Batches of which no summary is smaller than they are, such as those of many short boots whose
/// clocks were never known: all that can be kept of them is how many readings they held.
struct DroppedSpan {
    private static let mostSources = 16

    private(set) var link: ChainLink?
    private(set) var readings: UInt64 = 0
    private(set) var sources = 0
    private var times: ClosedRange<Int64>?
    /// Whether all times are on one clock.
    private var isOneClock = true

    /// Takes the next batch in; false when there is enough.
    mutating func take(_ source: ThinnedSource) -> Bool {
        if sources == Self.mostSources { return false }
        if let link {
            isOneClock =
                isOneClock && (link.utcMilliseconds == nil) == (source.link.utcMilliseconds == nil)
                && (link.utcMilliseconds != nil || link.boot == source.link.boot)
        }
        sources += 1
        link = source.link
        times = times?.union(source.times) ?? source.times
        readings += Self.count(source)
        return true
    }

    /// How many readings a batch tells of.
    private static func count(_ source: ThinnedSource) -> UInt64 {
        var count: UInt64 = 0
        var index = 0
        while index < source.records.count {
            let record = source.records[index]
            if source.isThinned, ThinnedSpan.summary(source.records[index...]) != nil {
                // `node_thinned` counts what these four stand for.
                index += 4
                continue
            }
            index += 1
            switch record.name {
            case ThinnedDeclaration.dropped, ThinnedDeclaration.thinned:
                count += ThinnedDeclaration.count(record)
            default: count += record.name.hasPrefix("node_") ? 0 : 1
            }
        }
        return count
    }

    /// The declaration, at the time of the last batch.
    var records: [KeptRecord] {
        guard let link, let times else { return [] }
        let now = Int64(clamping: link.utcMilliseconds ?? link.uptimeMilliseconds)
        var records = [
            KeptRecord.declaration(
                ThinnedDeclaration.dropped, "count", Int64(clamping: readings), now)
        ]
        if isOneClock {
            records.append(
                .declaration(
                    ThinnedDeclaration.droppedSpan, "ms", max(0, now - times.lowerBound), now))
        }
        return records
    }
}
