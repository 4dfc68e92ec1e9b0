internal import RueWire

/// A stretch of a node's past on its way into one batch: of every series the smallest, the mean
/// and the largest reading of each window of time, and what no summary can stand for.
///
/// Begins with windows of ten minutes, and doubles them until the batch holds at most half of the
/// records that it replaces. Keeps no reading that a summary stands for.
struct ThinnedSpan {
    /// The narrowest windows.
    static let narrowest: Int64 = 600_000
    /// Beyond any span.
    private static let widest: Int64 = narrowest << 20
    /// The most records of the new batch, some of the protocol's 1,024 kept for what comes to them.
    private static let mostRecords = 1_000
    /// The most batches and records to look at: what a node does at once without keeping its
    /// sensors waiting.
    private static let mostSources = 256
    private static let mostSourceRecords = 16_384
    /// The longest span of time in a batch, of what was not that long before: the server looks that
    /// far back for a reading.
    private static let longest: Int64 = 86_400_000

    private(set) var width = ThinnedSpan.narrowest
    private(set) var series: [ThinnedSeries] = []
    private(set) var texts = ThinnedTexts()
    private(set) var health = ThinnedHealth()
    private(set) var declared: [KeptRecord] = []
    private(set) var link: ChainLink?
    private(set) var times: ClosedRange<Int64>?
    private var lastLink: ChainLink?
    private var isThinned = false
    /// How many readings there were, faults included, those counted that an earlier thinning left
    /// out.
    private(set) var readings: UInt64 = 0
    private(set) var sources = 0
    private var sourceRecords = 0

    /// The number of a stretch of time.
    static func stretch(of time: Int64, _ width: Int64) -> Int64 {
        let (quotient, remainder) = time.quotientAndRemainder(dividingBy: width)
        return remainder < 0 ? quotient - 1 : quotient
    }

    // MARK: Taking batches in

    /// Takes the next batch in; false when it belongs to another span, or there is enough.
    mutating func take(_ source: ThinnedSource) -> Bool {
        guard sources > 0 else {
            add(source)
            return true
        }
        guard sources < Self.mostSources,
            sourceRecords + source.records.count <= Self.mostSourceRecords, continues(with: source)
        else { return false }
        var wider = self
        wider.add(source)
        if !wider.fits {
            if isWorthIt { return false }
            while !wider.fits, wider.width < Self.widest { wider.widen() }
            if !wider.fits { return false }
        }
        self = wider
        return true
    }

    /// Widens the windows until the batch is half of what it replaces; false where that cannot be.
    mutating func settle() -> Bool {
        while !isWorthIt, width < Self.widest { widen() }
        return isWorthIt && fits
    }

    /// Whether times of the batch can stand beside those that are there: the same clock, and no
    /// long way between them.
    private func continues(with source: ThinnedSource) -> Bool {
        guard let times, let last = lastLink, source.isThinned == isThinned else { return false }
        let both = times.union(source.times)
        if both.upperBound - both.lowerBound > Self.longest { return false }
        let next = source.link
        switch (last.utcMilliseconds, next.utcMilliseconds) {
        case (nil, nil): return last.boot == next.boot
        case (let utc?, let nextUTC?) where last.boot == next.boot:
            // The clock was not set in between.
            let shift =
                Int64(nextUTC) - Int64(next.uptimeMilliseconds)
                - (Int64(utc) - Int64(last.uptimeMilliseconds))
            return shift.magnitude <= 1000
        case (let utc?, let nextUTC?): return nextUTC >= utc
        default: return false
        }
    }

    private mutating func add(_ source: ThinnedSource) {
        isThinned = source.isThinned
        var summarised: UInt64 = 0
        var omitted: UInt64 = 0
        var index = 0
        while index < source.records.count {
            let record = source.records[index]
            if isThinned, let window = Self.summary(source.records[index...]) {
                add(window, to: record)
                summarised += UInt64(window.count)
                index += 4
                continue
            }
            index += 1
            if isThinned, record.name == ThinnedDeclaration.thinned {
                omitted = ThinnedDeclaration.count(record)
            } else if !(isThinned && record.name == ThinnedDeclaration.thinnedSpan) {
                add(record)
            }
        }
        readings += summarised + omitted - min(omitted, summarised)
        sources += 1
        sourceRecords += source.records.count
        note(source)
    }

    private mutating func note(_ source: ThinnedSource) {
        let last = link.map { $0.uptimeMilliseconds } ?? 0
        if link == nil || link?.boot != source.link.boot || last <= source.link.uptimeMilliseconds {
            link = source.link
        }
        lastLink = source.link
        times = times?.union(source.times) ?? source.times
    }

    private mutating func add(_ record: KeptRecord) {
        if ThinnedDeclaration.isKept(record) {
            declared.append(record)
        } else if record.name.hasPrefix("node_") {
            health.add(record, width: width)
        } else if case .decimal(let value) = record.value {
            readings += 1
            add(ThinnedWindow(value, at: record.time), to: record)
        } else {
            readings += 1
            texts.add(record, width: width)
        }
    }

    private mutating func add(_ window: ThinnedWindow, to record: KeptRecord) {
        let known = series.firstIndex { $0.name == record.name && $0.unit == record.unit }
        if let known { return series[known].add(window, width: width) }
        var new = ThinnedSeries(name: record.name, unit: record.unit)
        new.add(window, width: width)
        series.append(new)
    }

    /// The four records that an earlier thinning left of a window, if they are next.
    static func summary(_ records: ArraySlice<KeptRecord>) -> ThinnedWindow? {
        guard records.count >= 4 else { return nil }
        let start = records.startIndex
        let (mean, least) = (records[start], records[start + 1])
        let (greatest, count) = (records[start + 2], records[start + 3])
        guard least.name == mean.name + ThinnedSeries.least,
            greatest.name == mean.name + ThinnedSeries.greatest,
            count.name == mean.name + ThinnedSeries.count, case .decimal(let middle) = mean.value,
            case .decimal(let low) = least.value, case .decimal(let high) = greatest.value,
            case .decimal(let number) = count.value, let many = number.scaled(places: 0)
        else { return nil }
        return ThinnedWindow(mean: middle, least: low, greatest: high, count: many, at: mean.time)
    }

    // MARK: What it comes to

    private mutating func widen() {
        width *= 2
        for index in series.indices { series[index].widen(to: width) }
        texts.widen(to: width)
        health.widen(to: width)
    }

    private var recordCount: Int {
        series.reduce(texts.records.count + health.records.count + declared.count) {
            $0 + $1.recordCount
        }
    }

    private var largestEncoding: Int {
        var bytes = series.reduce(0) { $0 + $1.recordCount * $1.largestRecord }
        for record in texts.records { bytes += record.largestEncoding }
        for record in health.records { bytes += record.largestEncoding }
        for record in declared { bytes += record.largestEncoding }
        return bytes
    }

    private var fits: Bool {
        recordCount <= Self.mostRecords && largestEncoding <= Batcher.fullBytes
    }

    private var isWorthIt: Bool { recordCount * 2 <= sourceRecords }

    /// How many readings no longer stand by themselves.
    var thinned: UInt64 {
        var left = UInt64(texts.records.count)
        for series in series {
            for window in series.windows where !window.isSummary { left += UInt64(window.count) }
        }
        return readings - min(left, readings)
    }

    /// What the new batch holds, in the order of time.
    var records: [KeptRecord] {
        var all = texts.records + health.records + declared
        for series in series { all += series.records }
        guard let times else { return all }
        let end = times.upperBound
        all.append(.declaration(ThinnedDeclaration.thinned, "count", Int64(clamping: thinned), end))
        all.append(
            .declaration(ThinnedDeclaration.thinnedSpan, "ms", end - times.lowerBound, end))
        return all.inOrderOfTime
    }
}

extension [KeptRecord] {
    /// By time; what has the same time stays as it stands, a summary's records together.
    fileprivate var inOrderOfTime: [KeptRecord] {
        indices.sorted { (self[$0].time, $0) < (self[$1].time, $1) }.map { self[$0] }
    }
}
