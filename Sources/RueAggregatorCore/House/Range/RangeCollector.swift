import RueStore
import RueWire

/// Collects the buckets of some series of one node from its items, in one pass.
struct RangeCollector {
    private let request: RangeRequest
    private let baseName: [UInt8]
    /// The wanted names, each with its place in the request.
    private let wanted: [(name: [UInt8], place: Int)]
    private var names = NameTable()
    /// For each name that was met: the place in `series`, or nil for one that is not wanted.
    private var slots: [Int?] = []
    private var series: [Series]
    private let bucketMilliseconds: Int64

    private struct Series {
        var buckets: [RangeBucket]
        var unit: [UInt8] = []
        var unitMilliseconds = Int64.min
        /// Where the bucket of the last reading begins, and its place: the next is mostly in it
        /// too.
        var currentStart = Int64.max
        var current = 0
    }

    /// - Parameters:
    ///   - request: what is wanted.
    ///   - node: whose items will come.
    init(_ request: RangeRequest, node: NodeRecord) {
        self.request = request
        baseName = Array(node.baseName.utf8)
        bucketMilliseconds = request.bucketMilliseconds
        wanted = request.series.enumerated().filter { $1.node == node.name }
            .map { (Array($1.name.utf8), $0) }
        series = wanted.map { _ in
            Series(buckets: Array(repeating: RangeBucket(), count: request.bucketCount))
        }
    }

    /// Takes in what an item has of the wanted series.
    mutating func take(_ item: ScannedItem) {
        guard item.kind == .batch, !item.isQuarantined else { return }
        let clock = ItemClock(item)
        var done = 0
        if var scan = RecordScan(message: item.unsafeBytes, baseName: baseName) {
            while scan.next() {
                // Most records are of other series: for those nothing is copied.
                guard let slot = slot(of: scan.name) else { continue }
                take(scan.value, scan.unit, at: clock.filed(scan.milliseconds), to: slot)
            }
            if scan.index == scan.count { return }
            done = scan.index
        }
        takeTheLongWay([UInt8](item.unsafeBytes), clock, from: done)
    }

    @inline(__always)
    private mutating func take(
        _ value: RecordScan.Value, _ unit: UnsafeRawBufferPointer?, at milliseconds: Int64,
        to slot: Int
    ) {
        switch value {
        case .number(let number): add(number, at: milliseconds, unit, to: slot)
        case .bool(let truth):
            add(.decimal(.init(integer: truth ? 1 : 0)), at: milliseconds, nil, to: slot)
        case .text, .data: break
        }
    }

    @inline(__always)
    private mutating func slot(of name: UnsafeRawBufferPointer) -> Int? {
        if let known = names.find(name) { return slots[known] }
        let slot = wanted.firstIndex { $0.name.elementsEqual(name) }
        // A node that makes up new names all the time shall not fill the memory.
        guard names.count < WireLimits.records else { return slot }
        names.add(name)
        slots.append(slot)
        return slot
    }

    @inline(__always)
    private mutating func add(
        _ number: RangeNumber, at milliseconds: Int64, _ unit: UnsafeRawBufferPointer?, to slot: Int
    ) {
        guard milliseconds >= request.from, milliseconds <= request.to else { return }
        let (offset, isOutside) = milliseconds.subtractingReportingOverflow(
            series[slot].currentStart)
        if isOutside || offset < 0 || offset >= bucketMilliseconds {
            let place = min(
                (milliseconds - request.from) / bucketMilliseconds, Int64(request.bucketCount - 1))
            series[slot].current = Int(place)
            series[slot].currentStart = request.from + place * bucketMilliseconds
        }
        series[slot].buckets[series[slot].current].add(number, at: milliseconds)
        if milliseconds >= series[slot].unitMilliseconds {
            series[slot].unitMilliseconds = milliseconds
            if let unit, !series[slot].unit.elementsEqual(unit) { series[slot].unit = Array(unit) }
        }
    }

    /// For what `RecordScan` does not know: uptimes, base values, foreign encoders.
    private mutating func takeTheLongWay(_ bytes: [UInt8], _ clock: ItemClock, from first: Int) {
        guard let records = LongWay.records(of: bytes, baseName: baseName, clock, from: first)
        else { return }
        for record in records {
            guard let milliseconds = record.milliseconds, let number = record.number else {
                continue
            }
            record.name.withUnsafeBytes { name in
                guard let slot = slot(of: name) else { return }
                guard let unit = record.unit else {
                    return add(number, at: milliseconds, nil, to: slot)
                }
                unit.withUnsafeBytes { add(number, at: milliseconds, $0, to: slot) }
            }
        }
    }

    /// What was collected, with the places in the request.
    var answers: [(place: Int, series: SeriesRange)] {
        zip(wanted, series).map { wanted, series in
            let unit = series.unit.isEmpty ? nil : String(decoding: series.unit, as: UTF8.self)
            return (
                wanted.place,
                SeriesRange(
                    id: request.series[wanted.place], unit: unit,
                    points: series.buckets.compactMap(\.point))
            )
        }
    }
}
