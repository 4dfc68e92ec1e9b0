internal import RueCrypto
internal import RueWire

/// The way of a reading from its sensor into the spool: samples what is due, collects batches,
/// signs them, commits them. Knows nothing of the network.
public struct Recorder {
    /// How long a spool that refused is left alone.
    static let storeRetryMilliseconds: UInt64 = 10_000

    /// How often the node tells of itself.
    static let healthMilliseconds: UInt64 = 600_000

    private static let spoolName = "node_spool"

    private var sampler: Sampler
    private var batcher: Batcher
    private let signer: BatchSigner
    private let spool: Spool
    private let thinner: BatchThinner?
    private let log: any NodeLog
    private var nextHealth: UInt64
    private var storeRetry: UInt64 = 0
    /// Whether the last attempt to make room went well.
    private var isThinning = true
    /// Batches that are signed and not yet committed, and what they hold.
    private var group: [(batch: SpooledBatch, records: [SampledRecord])] = []

    /// Whether the spool takes batches; when not, readings wait in memory.
    public private(set) var isStoring = true

    /// How many readings to take at most, nil without end; the rest is let go.
    public var readingLimit: UInt64?

    /// Whether batches may be signed now; while not, readings wait in memory.
    public var maySign = true

    /// How many batches are committed together. With more than one, signed batches wait in memory,
    /// where a loss of power takes them: only for readings that can be taken again.
    public var batchesPerCommit = 1

    /// How many signed batches wait to be committed with others.
    public var uncommitted: Int { group.count }

    /// How many requests the uplink has made, for the node's own records.
    public var sendAttempts: UInt64 = 0

    /// Readings taken since the start, faults included.
    public private(set) var readings: UInt64 = 0

    /// A recorder.
    /// - Parameters:
    ///   - sampler: reads the sensors.
    ///   - batcher: collects what they read.
    ///   - signer: makes batches of it.
    ///   - spool: keeps them.
    ///   - thinner: makes room in a spool that is full of what waits; nil to let it grow.
    ///   - start: the uptime from which on to record.
    ///   - log: is told of what a person may want to know.
    public init(
        sampler: Sampler, batcher: Batcher, signer: BatchSigner, spool: Spool,
        thinner: BatchThinner? = nil, from start: UInt64, log: any NodeLog
    ) {
        self.sampler = sampler
        self.batcher = batcher
        self.signer = signer
        self.spool = spool
        self.thinner = thinner
        self.log = log
        nextHealth = start
    }

    /// Whether a sample is under way.
    public var isMeasuring: Bool { sampler.isMeasuring }

    /// The uptime at which `advance` should be called.
    public var deadline: UInt64? {
        var earliest = sampler.deadline
        if maySign, let due = batcher.deadline {
            let stored = isStoring ? due : max(due, storeRetry)
            earliest = min(earliest ?? stored, stored)
        }
        return earliest
    }

    /// Does what is due.
    /// - Parameter time: now.
    public mutating func advance(at time: NodeTime) {
        for record in sampler.advance(at: time) {
            if let readingLimit, readings >= readingLimit { break }
            readings += 1
            batcher.append(record)
        }
        tellHealth(at: time.uptimeMilliseconds)
        guard maySign else { return }
        declareLoss(at: time.uptimeMilliseconds)
        while batcher.isDue(at: time.uptimeMilliseconds) {
            guard store(at: time) else { return }
        }
    }

    /// Signs and stores everything that waits, full or not.
    /// - Parameter time: now.
    /// - Returns: whether all is in the spool.
    @discardableResult
    public mutating func flush(at time: NodeTime) -> Bool {
        storeRetry = 0
        while batcher.count > 0 {
            guard store(at: time) else { return lose() }
        }
        return commit(at: time.uptimeMilliseconds) || lose()
    }

    /// Leaves every sensor at rest, with its lines and supplies let go of, for the end of the
    /// program; the log tells where that fails. Blocks for bus transfers only.
    public func stop() { sampler.stop() }

    /// Tells what waits and will not be signed any more, at the end of a program that does not know
    /// where its chain ends.
    public func giveUp() {
        if batcher.count > 0 { _ = lose() }
    }

    private func lose() -> Bool {
        log.note(
            .error,
            "lost, since it could not be stored: " + counted(batcher.count, "record", "records"))
        return false
    }

    /// Makes the next batch, and commits it once its group is full; false when the spool refuses.
    private mutating func store(at time: NodeTime) -> Bool {
        let now = time.uptimeMilliseconds
        if now < storeRetry { return false }
        let records = batcher.nextBatch
        // Before, so that what is newest in the chain is a reading and no summary.
        makeRoom()
        do throws(SpoolError) {
            group.append((try sign(records, at: time), Array(records)))
        } catch {
            refuse(error, at: now)
            return false
        }
        batcher.remove(records.count)
        return group.count < batchesPerCommit || commit(at: now)
    }

    /// Thins what has waited longest, where the spool is full of it. Where that fails, the batch is
    /// stored all the same: a spool beyond its limit is better than readings that are lost.
    private mutating func makeRoom() {
        guard let thinner, group.isEmpty else { return }
        do throws(SpoolError) {
            if let report = try spool.thinIfFull(by: thinner) { tell(report) }
            isThinning = true
        } catch {
            spool.note(error)
            if isThinning {
                log.note(.error, "cannot thin what waits in the full spool: \(error.description)")
            }
            isThinning = false
        }
    }

    private func tell(_ report: ThinningReport) {
        let what =
            counted(report.batches, "batch", "batches") + " with "
            + counted(Int(clamping: report.readings), "reading", "readings")
        if report.isSummarised {
            log.note(.warning, "the spool is full: of the oldest a summary is left, of \(what)")
        } else {
            log.note(.error, "the spool is full: the oldest were given up, \(what)")
        }
    }

    /// Commits the signed batches, in one transaction; false when the spool refuses.
    private mutating func commit(at now: UInt64) -> Bool {
        if group.isEmpty { return true }
        do throws(SpoolError) {
            let isDeclared = group.contains { $0.records.contains { $0.name == Self.spoolName } }
            try spool.append(group.map { $0.batch }, declaringLoss: isDeclared)
        } catch {
            refuse(error, at: now)
            return false
        }
        for (batch, records) in group {
            log.note(
                .debug,
                "signed batch \(batch.sequence) with \(counted(records.count, "record", "records"))"
            )
        }
        group.removeAll(keepingCapacity: true)
        if !isStoring { log.note(.info, "the spool takes batches again") }
        isStoring = true
        storeRetry = 0
        // Only now: a declaration made earlier could itself have been dropped.
        declareDrops(at: now)
        return true
    }

    private func sign(
        _ records: ArraySlice<SampledRecord>, at time: NodeTime
    ) throws(SpoolError) -> SpooledBatch {
        let head = group.last.map { ChainHead(sequence: $0.batch.sequence, id: $0.batch.id) }
        do throws(CryptoError) {
            return try signer.sign(records, at: time, after: head ?? spool.head)
        } catch {
            throw .damaged("OpenSSL cannot sign: \(error.description)")
        }
    }

    /// Nothing that is not committed may be sent, and what was signed may have to follow another
    /// head by the next attempt: the records go back to wait, and are signed anew.
    private mutating func takeGroupBack() {
        for (_, records) in group.reversed() { batcher.restore(records) }
        group.removeAll(keepingCapacity: true)
    }

    private mutating func refuse(_ error: SpoolError, at now: UInt64) {
        takeGroupBack()
        spool.note(error)
        storeRetry = now + Self.storeRetryMilliseconds
        if isStoring {
            let what =
                error.isDiskFull
                ? "the disk is full: free some space" : "cannot store a batch: \(error.description)"
            log.note(.error, "\(what); sampling goes on, the latest readings wait in memory")
        }
        isStoring = false
    }

    // MARK: The node itself

    private mutating func declareDrops(at now: UInt64) {
        guard let drops = batcher.takeDrops() else { return }
        log.note(
            .error,
            "dropped, since it could not be stored: "
                + counted(Int(drops.count), "reading", "readings")
                + " of \(drops.spanMilliseconds / 1000) s")
        append("dropped", "count", Int64(drops.count), at: now)
        append("dropped_from", "ms", Int64(drops.firstUptimeMilliseconds), at: now)
        append("dropped_span", "ms", Int64(drops.spanMilliseconds), at: now)
    }

    /// A spool that was lost, restored from an old copy, damaged, or in memory: some of what it held
    /// is gone, and nobody can tell how much it was.
    private mutating func declareLoss(at now: UInt64) {
        guard let text = spool.takeDeclaration() else { return }
        batcher.append(
            SampledRecord(
                .health, name: Self.spoolName, unit: nil, value: .text(text),
                uptimeMilliseconds: now)
        )
    }

    private mutating func tellHealth(at now: UInt64) {
        if now < nextHealth { return }
        nextHealth = now + Self.healthMilliseconds
        let counters = sampler.counters
        append("uptime", "s", Int64(now / 1000), at: now)
        append("undelivered", "count", Int64(spool.undelivered), at: now)
        append("send_attempts", "count", Int64(clamping: sendAttempts), at: now)
        append("samples", "count", Int64(clamping: counters.attempts), at: now)
        append("faults", "count", Int64(clamping: counters.faults), at: now)
        append("recovered", "count", Int64(clamping: counters.recovered), at: now)
        append("suspect", "count", Int64(clamping: counters.suspect), at: now)
        append("skipped", "count", Int64(clamping: counters.skipped), at: now)
        if let frames = sampler.frames { tell(frames, at: now) }
    }

    /// Of all DHTs together: four records of some forty bytes each, however many there are. Which of
    /// them it is, its own faults and the log tell.
    private mutating func tell(_ frames: FrameCounters, at now: UInt64) {
        append("dht_attempts", "count", Int64(clamping: frames.attempts), at: now)
        append("dht_truncated", "count", Int64(clamping: frames.truncated), at: now)
        append("dht_checksum_failures", "count", Int64(clamping: frames.checksumFailures), at: now)
        append("dht_recovered", "count", Int64(clamping: frames.recovered), at: now)
    }

    private mutating func append(_ name: String, _ unit: String, _ value: Int64, at now: UInt64) {
        batcher.append(
            SampledRecord(
                .health, name: "node_\(name)", unit: unit,
                value: .decimal(DecimalFraction(integer: value)), uptimeMilliseconds: now))
    }
}
