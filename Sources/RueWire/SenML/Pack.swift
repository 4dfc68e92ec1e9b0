/// The payload of a batch, checked against every rule of the protocol that is local to a message.
///
/// Reading one allocates nothing for its records. They are visited while they are checked, or
/// later, as often as needed.
public struct Pack: Sendable {
    /// The payload.
    public let payload: [UInt8]
    /// How many records there are, 1…1,024.
    public let count: Int
    /// Whether the pack holds re-packed readings: it begins with `node_repacked`, and the rules
    /// about boots and uptimes pass over its batch.
    public let isRepacked: Bool
    /// The times of the earliest and the latest record in milliseconds: of Unix time when the
    /// batch has a known clock, else from its making (0 or less).
    public let timeRange: ClosedRange<Int64>

    private static let repackedName = Array("node_repacked".utf8)

    /// Reads and checks a payload.
    ///
    /// - Parameters:
    ///   - payload: the payload of a batch.
    ///   - link: the batch's chain header.
    ///   - baseName: the base name of the node that signed it.
    /// - Throws: ``WireError``; the answer to it is a receipt with status 1.
    public init(
        decoding payload: [UInt8], link: ChainLink, baseName: String
    ) throws(WireError) {
        try self.init(decoding: payload, link: link, baseName: baseName) { _ in }
    }

    /// Reads and checks a payload, and visits its records meanwhile.
    ///
    /// - Parameters:
    ///   - payload: the payload of a batch.
    ///   - link: the batch's chain header.
    ///   - baseName: the base name of the node that signed it.
    ///   - visit: called for each record in order. When a later record is not acceptable, what was
    ///     visited before counts for nothing.
    /// - Throws: ``WireError``; the answer to it is a receipt with status 1.
    public init(
        decoding payload: [UInt8], link: ChainLink, baseName: String,
        visit: (borrowing PackRecord) -> Void
    ) throws(WireError) {
        try TimeRule.check(link)
        var resolver = try SenMLResolver(payload)
        var names = NameRule(baseName: baseName)
        let times = TimeRule(link: link)
        var isRepacked = false
        var earliest = Int64.max
        var latest = Int64.min
        while let record = try resolver.next() {
            try names.check(record, hasNewBase: resolver.hasOwnBaseName)
            let time = try times.check(record, hasBaseTime: resolver.hasOwnBaseTime)
            earliest = min(earliest, time)
            latest = max(latest, time)
            if record.index == 0 { isRepacked = names.isRepacked(record, Pack.repackedName) }
            visit(record)
        }
        self.payload = payload
        self.count = resolver.count
        self.isRepacked = isRepacked
        self.timeRange = earliest...latest
    }

    /// Visits every record in order.
    ///
    /// - Parameter visit: called for each record.
    public func forEachRecord(_ visit: (borrowing PackRecord) -> Void) {
        Pack.forEachRecord(inAccepted: payload, visit)
    }

    /// Visits every record of a payload that was accepted before, for instance one from the store.
    ///
    /// - Parameters:
    ///   - payload: a payload that ``Pack`` has accepted. Of one that it has not, only the records
    ///     before the first fault are visited.
    ///   - visit: called for each record.
    public static func forEachRecord(
        inAccepted payload: [UInt8], _ visit: (borrowing PackRecord) -> Void
    ) {
        do throws(WireError) {
            var resolver = try SenMLResolver(payload)
            while let record = try resolver.next() { visit(record) }
        } catch {
            return
        }
    }

    /// All records, each on its own.
    public var records: [SenMLRecord] {
        var records: [SenMLRecord] = []
        records.reserveCapacity(count)
        forEachRecord { records.append($0.resolved) }
        return records
    }
}
