import RueStore
import RueWire

/// The newest values of one node.
struct NodeLedger {
    var record: NodeRecord
    var keyWords: String
    private let baseName: [UInt8]
    private var names = NameTable()
    private var series: [SeriesLedger] = []
    /// Of each sensor that ever failed, by its name.
    private var faultRuns: [String: FaultRun] = [:]
    private var interval = IntervalEstimate()
    private(set) var newest: Newest?
    /// The newest batch that counts, and whether its times are still to become known.
    private var newestBatch: (chain: RowID, position: Int64, awaitsTimes: Bool)?
    /// The id, boot and uptime of the newest item; set by whoever reads it whole.
    var newestHead: (chain: RowID, head: NodeState.Head, link: ChainLink?)?
    /// Whether a boot's clock has become known, and with it the times of what came before.
    private(set) var isOutdated = false

    /// No node has more series than this; what is beyond is not shown.
    static let maximumSeries = WireLimits.records

    /// The newest item.
    struct Newest {
        let chain: RowID
        let position: Int64
        let sequence: UInt64
        let receivedMilliseconds: Int64
        /// Its last time, or its receipt.
        let milliseconds: Int64
    }

    init(_ record: NodeRecord, keyWords: String) {
        self.record = record
        self.keyWords = keyWords
        baseName = Array(record.baseName.utf8)
    }

    /// Before this time nothing is looked for: as in `ReadingQuery.latest()`.
    var oldestWanted: Int64? {
        newest.map { $0.milliseconds - ReadingQuery.latestSpanMilliseconds }
    }

    /// Takes an item in, in whichever order items come.
    mutating func take(_ item: ScannedItem) {
        note(item)
        guard item.kind == .batch, !item.isQuarantined else { return }
        noteTimes(of: item)
        let clock = ItemClock(item)
        var done = 0
        if var scan = RecordScan(message: item.unsafeBytes, baseName: baseName) {
            while scan.next() {
                let entry = Self.entry(item, scan.index - 1, clock.filed(scan.milliseconds))
                take(scan.name, scan.unit, entry) { scan.value.copied }
            }
            if scan.index == scan.count { return }
            done = scan.index
        }
        takeTheLongWay(item, clock, from: done)
    }

    private static func entry(
        _ item: ScannedItem, _ record: Int, _ milliseconds: Int64?
    ) -> SeriesLedger.Entry {
        SeriesLedger.Entry(
            place: LogPlace(chain: item.chain, position: item.position, record: record),
            milliseconds: milliseconds,
            receivedMilliseconds: ItemClock.bounded(item.receivedMilliseconds))
    }

    private mutating func note(_ item: ScannedItem) {
        let received = ItemClock.bounded(item.receivedMilliseconds)
        let milliseconds = item.times.map { ItemClock.bounded($0.last) } ?? received
        if let newest {
            let difference = milliseconds - newest.milliseconds
            guard (newest.chain, newest.position) < (item.chain, item.position) else {
                return interval.addEarlier(-difference)
            }
            interval.add(difference)
        }
        newest = Newest(
            chain: item.chain, position: item.position, sequence: item.sequence,
            receivedMilliseconds: received, milliseconds: milliseconds)
    }

    /// Only batches tell: a rotation never has times, and what is in quarantine may not.
    private mutating func noteTimes(of batch: ScannedItem) {
        if let known = newestBatch {
            guard (known.chain, known.position) < (batch.chain, batch.position) else { return }
            // Times are known from here on, and with them those of what came before.
            if known.awaitsTimes, batch.times != nil { isOutdated = true }
        }
        newestBatch = (batch.chain, batch.position, batch.times == nil)
    }

    @inline(__always)
    private mutating func take(
        _ name: UnsafeRawBufferPointer, _ unit: UnsafeRawBufferPointer?,
        _ entry: SeriesLedger.Entry, _ value: () -> SenMLValue
    ) {
        if let index = names.find(name) {
            let isNewer = series[index].isNewer(entry)
            if isNewer { series[index].replace(entry, value: value(), unit: unit) }
            noteFault(index, entry, isNewer: isNewer)
        } else if names.count < Self.maximumSeries {
            names.add(name)
            series.append(
                SeriesLedger(
                    name: String(decoding: name, as: UTF8.self), entry, value: value(),
                    unit: unit.map { String(decoding: $0, as: UTF8.self) }))
            noteFault(series.endIndex - 1, entry, isNewer: true)
        }
    }

    /// Follows since when a sensor fails.
    @inline(__always)
    private mutating func noteFault(_ index: Int, _ entry: SeriesLedger.Entry, isNewer: Bool) {
        let isFault = series[index].isFault
        // Most nodes have no sensor that ever failed.
        guard isFault || isNewer && !faultRuns.isEmpty, let sensor = series[index].sensor else {
            return
        }
        guard isFault else {
            faultRuns[sensor]?.addGood(at: entry.place)
            return
        }
        if faultRuns[sensor] == nil { faultRuns[sensor] = FaultRun(after: lastGood(of: sensor)) }
        faultRuns[sensor]?.add(.init(place: entry.place, milliseconds: entry.milliseconds))
    }

    private func lastGood(of sensor: String) -> LogPlace? {
        series.filter { $0.sensor == sensor && !$0.isFault }.map(\.place).max()
    }

    private mutating func takeTheLongWay(_ item: ScannedItem, _ clock: ItemClock, from first: Int) {
        let bytes = [UInt8](item.unsafeBytes)
        guard let records = LongWay.records(of: bytes, baseName: baseName, clock, from: first)
        else { return }
        for (index, record) in records.enumerated() {
            let entry = Self.entry(item, first + index, record.milliseconds)
            record.name.withUnsafeBytes { name in
                guard let unit = record.unit else { return take(name, nil, entry) { record.value } }
                unit.withUnsafeBytes { take(name, $0, entry) { record.value } }
            }
        }
    }

    // MARK: What is known

    /// The series that are recent enough and whose newest value came after a place in the log, by
    /// name.
    private func recent(after position: Int64 = .min) -> [SeriesLedger] {
        let oldest = oldestWanted ?? .min
        return series.filter {
            $0.place.position > position && !$0.isOfSummary
                && ($0.milliseconds ?? $0.receivedMilliseconds) >= oldest
        }.sorted { $0.name < $1.name }
    }

    /// The node as it is at a moment.
    func state(nowMilliseconds now: Int64) -> NodeState {
        let recent = recent()
        return NodeState(
            name: record.name, baseName: record.baseName, keyWords: keyWords,
            createdMilliseconds: record.createdMilliseconds,
            lastSeenMilliseconds: newest?.receivedMilliseconds,
            silentAfterMilliseconds: Staleness.silentAfter(interval: interval.milliseconds),
            sensors: sensors(recent),
            health: recent.filter { $0.sensor == nil }.map(state), head: newestHead?.head,
            bootID: newestHead?.link?.boot, uptimeMilliseconds: newestHead?.link?.uptimeMilliseconds
        ).judged(atMilliseconds: now)
    }

    private func state(of series: SeriesLedger) -> SeriesState {
        series.state(node: record.name, nodeInterval: interval.milliseconds)
    }

    private func sensors(_ recent: [SeriesLedger]) -> [SensorState] {
        Dictionary(grouping: recent.filter { $0.sensor != nil }) { $0.sensor ?? "" }
            .sorted { $0.key < $1.key }
            .map { sensor($0.key, $0.value) }
    }

    /// Failing or not; whether it is fresh is judged with the whole node.
    private func sensor(_ id: String, _ all: [SeriesLedger]) -> SensorState {
        let values = all.filter { !$0.isFault }
        let fault = all.first { $0.isFault }
        let newestValue = values.map(\.place).max()
        let isFailing = fault.map { fault in newestValue.map { $0 < fault.place } ?? true } ?? false
        let series = values.map(state).sorted {
            (Self.rank($0), $0.quantity) < (Self.rank($1), $1.quantity)
        }
        return SensorState(
            id: id, condition: isFailing ? .failing : .fresh, fault: fault.map(self.fault),
            series: series)
    }

    private static func rank(_ series: SeriesState) -> Int {
        leadingQuantities.firstIndex(of: series.quantity) ?? leadingQuantities.count
    }

    private static let leadingQuantities = ["temperature", "humidity", "pressure"]

    private func fault(_ series: SeriesLedger) -> SensorState.Fault {
        let first = series.sensor.flatMap { faultRuns[$0]?.first }
        return SensorState.Fault(
            text: series.value.description, timeMilliseconds: series.milliseconds,
            sinceMilliseconds: first?.milliseconds)
    }

    /// What came after a place in the log: values and faults.
    func arrived(
        after position: Int64
    ) -> (values: [SeriesState], faults: [HouseUpdate.Fault]) {
        let new = recent(after: position)
        let faults = new.filter(\.isFault).map {
            HouseUpdate.Fault(sensor: $0.sensor ?? "", fault: fault($0))
        }
        return (new.filter { !$0.isFault }.map(state), faults)
    }
}

extension RecordScan.Value {
    /// A copy that may outlive the scan.
    fileprivate var copied: SenMLValue {
        switch self {
        case .number(let number): number.value
        case .bool(let truth): .bool(truth)
        case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        case .data(let bytes): .data(Array(bytes))
        }
    }
}
