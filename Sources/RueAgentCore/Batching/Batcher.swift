/// Collects records until a batch is full, and keeps them until the batch is safely in the spool.
///
/// While the spool cannot take any (a full disk), records wait here up to a bound; beyond it the
/// oldest are dropped and counted, to be declared in the next batch.
public struct Batcher {
    /// The most records that wait: a day of three channels every 10 s, about 2 MB.
    public static let standardCapacity = 26_000

    /// A batch of this many bytes of records is full whatever the limits say. With header and
    /// signature it stays below the 64 KiB that the protocol allows.
    static let fullBytes = 60_000

    /// A pack's most records, some of the protocol's 1,024 kept for what re-packing adds.
    static let fullRecords = 1_020

    private let limits: BatchLimits
    private let capacity: Int
    private var records: [SampledRecord] = []
    private var readings = 0
    private var bytes = 0

    /// What was dropped and not yet declared.
    public private(set) var drops: DropTally?

    /// A batcher.
    /// - Parameters:
    ///   - limits: when a batch is full.
    ///   - capacity: the most records that wait; at least as many as a batch holds.
    public init(limits: BatchLimits, capacity: Int = Batcher.standardCapacity) {
        self.limits = limits
        self.capacity = max(capacity, limits.readings)
    }

    /// How many records wait.
    public var count: Int { records.count }

    /// Takes a record.
    /// - Parameter record: what was measured; the newest so far.
    public mutating func append(_ record: SampledRecord) {
        if records.count >= capacity { drop() }
        records.append(record)
        bytes += record.largestEncoding
        if record.kind == .reading { readings += 1 }
    }

    /// Takes back the newest records that were removed: they could not be made safe after all.
    /// - Parameter earlier: the records, older than those that wait.
    public mutating func restore(_ earlier: [SampledRecord]) {
        for record in earlier {
            bytes += record.largestEncoding
            if record.kind == .reading { readings += 1 }
        }
        records.insert(contentsOf: earlier, at: 0)
    }

    private mutating func drop() {
        // In one go, since moving what is left costs as much as the whole array.
        let count = min(max(1, capacity / 16), records.count)
        for record in records.prefix(count) where record.kind == .reading {
            if drops == nil {
                drops = DropTally(uptimeMilliseconds: record.uptimeMilliseconds)
            } else {
                drops?.add(uptimeMilliseconds: record.uptimeMilliseconds)
            }
        }
        remove(count)
    }

    /// Whether a batch is full or old enough.
    /// - Parameter uptimeMilliseconds: now.
    /// - Returns: whether a batch should be made.
    public func isDue(at uptimeMilliseconds: UInt64) -> Bool {
        if readings >= limits.readings || bytes >= Self.fullBytes { return true }
        return deadline.map { $0 <= uptimeMilliseconds } ?? false
    }

    /// The uptime at which the oldest record is old enough; nil while none waits, or where age does
    /// not count.
    public var deadline: UInt64? {
        guard let age = limits.milliseconds else { return nil }
        return records.first.map { $0.uptimeMilliseconds + age }
    }

    /// The records of the next batch: from the oldest on, as many as a batch takes. They stay
    /// here until `remove` is called.
    public var nextBatch: ArraySlice<SampledRecord> {
        var taken = 0
        var bytes = 0
        var readings = 0
        for record in records {
            bytes += record.largestEncoding
            if record.kind == .reading { readings += 1 }
            if bytes > Self.fullBytes || readings > limits.readings { break }
            taken += 1
            if taken == Self.fullRecords { break }
        }
        return records.prefix(taken)
    }

    /// Lets the oldest records go, because they are safe elsewhere.
    /// - Parameter count: how many, at most all.
    public mutating func remove(_ count: Int) {
        for record in records.prefix(count) {
            bytes -= record.largestEncoding
            if record.kind == .reading { readings -= 1 }
        }
        records.removeFirst(count)
    }

    /// Takes the tally of drops, since it is being declared.
    /// - Returns: what was dropped since the last call.
    public mutating func takeDrops() -> DropTally? {
        defer { drops = nil }
        return drops
    }
}
