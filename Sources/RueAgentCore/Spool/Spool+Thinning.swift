internal import RueCrypto
internal import RueSQLite
internal import RueWire

/// What one step of thinning did.
public struct ThinningReport: Equatable, Sendable {
    /// How many batches are gone.
    public let batches: Int
    /// How many readings they held that no longer stand by themselves.
    public let readings: UInt64
    /// Whether a summary of them is left, not only their number.
    public let isSummarised: Bool
}

extension Spool {
    /// Makes room in a spool that is full of what waits for its receipt: the oldest batches are
    /// replaced by a summary of them, signed at the end of the chain, which says how many readings
    /// it stands for. One transaction: after a loss of power there are either the old ones or the
    /// summary.
    ///
    /// Nothing behind them is signed again, whatever the spool holds: the place that they leave in
    /// the chain is told to the server as any that the node has lost (PROTOCOL, The house
    /// remembers). Batches that a request may have carried already stay, for the server may have
    /// them although its receipt was lost; so does what cannot be read. Blocks for some
    /// hundred batches at most, a good tenth of a second on a small node.
    ///
    /// - Parameter thinner: signs the summary.
    /// - Returns: what was done; nil when there is room, or nothing to be thinned.
    /// - Throws: `SpoolError`; nothing is changed then.
    public func thinIfFull(by thinner: BatchThinner) throws(SpoolError) -> ThinningReport? {
        guard isFull, try oldestDelivered() == nil else { return nil }
        let after = try lastSendable(from: 0) ?? delivered
        let found = try unsentSources(after: after, for: thinner)
        guard let found else { return nil }
        return try replace(found, by: thinner)
    }

    /// What is to be replaced, and by what.
    private struct Found {
        let sequences: ClosedRange<UInt64>
        let records: [KeptRecord]
        let link: ChainLink
        let report: ThinningReport
    }

    /// So many batches are looked at in vain before others get their turn.
    private static let lookedAtOnce = 512

    /// The oldest batches of which a summary is worth it. What is passed over is not looked at again
    /// before all others were.
    private func unsentSources(
        after: UInt64, for thinner: BatchThinner
    ) throws(SpoolError) -> Found? {
        var looked = 0
        while looked < Self.lookedAtOnce {
            var span = ThinnedSpan()
            let start = max(after, passedOver)
            guard let taken = try visit(after: start, thinner.baseName, { span.take($0) }) else {
                passedOver = 0
                return try givenUp(after: after, for: thinner)
            }
            if span.settle(), let link = span.link {
                return Found(
                    sequences: taken, records: span.records, link: link,
                    report: ThinningReport(
                        batches: span.sources, readings: span.thinned, isSummarised: true))
            }
            passedOver = taken.upperBound
            looked += span.sources
        }
        // Beyond an eighth more than the limit there is no time to look for what can be spared.
        return isOverfull ? try givenUp(after: after, for: thinner) : nil
    }

    private func givenUp(
        after: UInt64, for thinner: BatchThinner
    ) throws(SpoolError) -> Found? {
        var dropped = DroppedSpan()
        guard let taken = try visit(after: after, thinner.baseName, { dropped.take($0) }),
            let link = dropped.link, dropped.sources > 1
        else { return nil }
        return Found(
            sequences: taken, records: dropped.records, link: link,
            report: ThinningReport(
                batches: dropped.sources, readings: dropped.readings, isSummarised: false))
    }

    /// Shows batches in the order of the chain, until one is not taken or cannot be read; tells
    /// which were taken.
    private func visit(
        after: UInt64, _ baseName: String, _ take: (ThinnedSource) -> Bool
    ) throws(SpoolError) -> ClosedRange<UInt64>? {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "SELECT seq, id, message FROM batch WHERE chain = ?1 AND seq > ?2 ORDER BY seq")
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(clamping: after), at: 2)
            defer { statement.reset() }
            var taken: ClosedRange<UInt64>?
            while try statement.step() {
                let sequence = try statement.unsigned(at: 0)
                guard let id = MessageID(statement.blob(at: 1)),
                    let source = ThinnedSource(
                        SpooledBatch(sequence: sequence, id: id, message: statement.blob(at: 2)),
                        baseName: baseName)
                else {
                    if taken == nil { continue }
                    break
                }
                // The index of a damaged file knows no order.
                let first = min(taken?.lowerBound ?? sequence, sequence)
                guard take(source) else { break }
                taken = first...max(taken?.upperBound ?? sequence, sequence)
            }
            return taken
        }
    }

    private func replace(
        _ found: Found, by thinner: BatchThinner
    ) throws(SpoolError) -> ThinningReport {
        let new: SpooledBatch
        do throws(CryptoError) {
            new = try thinner.sign(found.records, in: found.link, after: head)
        } catch {
            throw .damaged("OpenSSL cannot sign: \(error.description)")
        }
        let newHead = ChainHead(sequence: new.sequence, id: new.id)
        let gone = try database.transaction { () throws(SpoolError) in
            let gone = try delete(found.sequences)
            // What goes is what was read, and nothing else.
            if gone.count != found.report.batches { throw .misled }
            try insert(new)
            try setHead(newHead)
            return gone
        }
        head = newHead
        undelivered += 1 - gone.count
        keptBytes += Int64(new.message.count) - gone.bytes
        return found.report
    }

    private func delete(
        _ sequences: ClosedRange<UInt64>
    ) throws(SpoolError) -> (count: Int, bytes: Int64) {
        try spooling { () throws(SQLiteError) in
            let size = try database.cached(
                "SELECT sum(length(message)) FROM batch WHERE chain = ?1 AND seq BETWEEN ?2 AND ?3")
            let removal = try database.cached(
                "DELETE FROM batch WHERE chain = ?1 AND seq BETWEEN ?2 AND ?3")
            for statement in [size, removal] {
                try statement.bind(chainNumber, at: 1)
                try statement.bind(Int64(clamping: sequences.lowerBound), at: 2)
                try statement.bind(Int64(clamping: sequences.upperBound), at: 3)
            }
            guard try size.step() else { return (0, 0) }
            let bytes = size.integer(at: 0)
            size.reset()
            try removal.run()
            return (database.changes, bytes)
        }
    }
}
