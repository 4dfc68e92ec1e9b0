internal import RueSQLite
internal import RueWire

extension Spool {
    /// Brings delivered batches back into the chain that an earlier repacking left behind, for a
    /// server that was restored to before it.
    ///
    /// When the chain branches, nobody can tell which of the node's own batches the server's
    /// branch still goes through: a head names one item, not those before it. A batch wrongly
    /// taken for one of them would be answered with another fork. So nothing is brought back
    /// then, but only now, when it is certain: the batch after the server's head names, under its
    /// signature, that very item as the one before it. Those after it in the same chain follow,
    /// up to where this chain goes on; an item of their own in the place of the one that this
    /// chain was begun on is left out, as what comes next would not follow it.
    ///
    /// - Parameter head: the server's head; the chain lacks what comes next.
    /// - Returns: whether the next batch is in the chain now.
    /// - Throws: `SpoolError`; nothing is changed then.
    func reclaim(after head: ChainHead) throws(SpoolError) -> Bool {
        guard let joint = try joint(after: head.sequence), joint.sequence > head.sequence,
            let (old, last) = try abandonedChain(following: head)
        else { return false }
        return try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                UPDATE batch SET chain = ?1 WHERE chain = ?2 AND seq > ?3 AND seq <= ?4
                    AND (seq < ?5 OR (seq = ?5 AND id = ?6))
                """)
            try statement.bind(chainNumber, at: 1)
            try statement.bind(old, at: 2)
            try statement.bind(Int64(clamping: head.sequence), at: 3)
            try statement.bind(min(last, Int64(clamping: delivered)), at: 4)
            try statement.bind(Int64(clamping: joint.sequence), at: 5)
            try statement.bind(joint.id.bytes, at: 6)
            try statement.run()
            return database.changes > 0
        }
    }

    /// The item that the first batch kept after a place follows; nil when that cannot be read.
    private func joint(after sequence: UInt64) throws(SpoolError) -> ChainHead? {
        guard let first = try firstKept(after: sequence) else { return head }
        guard let batch = try batches(from: first, maximumItems: 1, maximumBytes: 0).first,
            let previous = Self.previous(batch.message)
        else { return nil }
        return ChainHead(sequence: first - 1, id: previous)
    }

    /// The latest other chain of the same grant with a delivered batch that follows an item, and
    /// the number of the last that was delivered there.
    private func abandonedChain(
        following head: ChainHead
    ) throws(SpoolError) -> (number: Int64, delivered: Int64)? {
        try spooling { () throws(SQLiteError) in
            // The join in this order: chains are few, and each finds the batch by its index.
            let statement = try database.cached(
                """
                SELECT number, delivered, message
                FROM chain CROSS JOIN batch ON batch.chain = chain.number
                WHERE number <> ?1 AND seq = ?2 AND seq <= delivered
                    AND grant_id = (SELECT grant_id FROM chain WHERE number = ?1)
                ORDER BY number DESC
                """)
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(clamping: head.sequence + 1), at: 2)
            defer { statement.reset() }
            while try statement.step() {
                if Self.previous(statement.blob(at: 2)) == head.id {
                    return (statement.integer(at: 0), statement.integer(at: 1))
                }
            }
            return nil
        }
    }

    static func previous(_ message: [UInt8]) -> MessageID? {
        do throws(WireError) {
            return try Envelope.decode(message).chain?.previous
        } catch {
            // Damaged: it follows nothing.
            return nil
        }
    }
}
