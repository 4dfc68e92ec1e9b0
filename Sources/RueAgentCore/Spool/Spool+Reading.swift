internal import RueSQLite
public import RueWire

extension Spool {
    /// Consecutive batches of the chain, as one request can carry them.
    ///
    /// - Parameters:
    ///   - first: the number of the first.
    ///   - maximumItems: how many at most.
    ///   - maximumBytes: how many bytes of messages at most; one batch is given in any case.
    /// - Returns: the batches in order, none when the first is not kept.
    /// - Throws: `SpoolError`.
    public func batches(
        from first: UInt64, maximumItems: Int, maximumBytes: Int
    ) throws(SpoolError) -> [SpooledBatch] {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "SELECT seq, id, message FROM batch WHERE chain = ?1 AND seq >= ?2 ORDER BY seq")
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(clamping: first), at: 2)
            defer { statement.reset() }
            var batches: [SpooledBatch] = []
            var bytes = 0
            while batches.count < maximumItems, try statement.step() {
                let sequence = try statement.unsigned(at: 0)
                guard sequence == first + UInt64(batches.count),
                    let id = Bytes32(statement.blob(at: 1))
                else { break }
                let message = statement.blob(at: 2)
                bytes += message.count
                if bytes > maximumBytes, !batches.isEmpty { break }
                batches.append(SpooledBatch(sequence: sequence, id: id, message: message))
            }
            return batches
        }
    }

    /// What the next request may carry: consecutive batches, of those that wait for their receipt
    /// none beyond `lastSendable`.
    ///
    /// - Parameters:
    ///   - first: the number of the first.
    ///   - maximumItems: how many at most.
    ///   - maximumBytes: how many bytes of messages at most; one batch is given in any case.
    /// - Returns: the batches in order, none when the first is not kept.
    /// - Throws: `SpoolError`.
    public func sendable(
        from first: UInt64, maximumItems: Int, maximumBytes: Int
    ) throws(SpoolError) -> [SpooledBatch] {
        var items = maximumItems
        if let last = try lastSendable(from: first) {
            items = min(items, Int(clamping: last - first + 1))
        }
        return try batches(from: first, maximumItems: items, maximumBytes: maximumBytes)
    }

    /// The last batch that may be sent before a receipt has come: the 64th of those that wait for
    /// one, or where they reach what a request holds. Whatever answers are lost, the server has no
    /// item beyond it, so that what follows can be given up (`thinIfFull`) without a fork.
    ///
    /// - Parameter first: the number from which on to send.
    /// - Returns: the number; nil where none waits, or `first` is beyond it already.
    /// - Throws: `SpoolError`.
    func lastSendable(from first: UInt64) throws(SpoolError) -> UInt64? {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                SELECT seq, length(message) FROM batch
                WHERE chain = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3
                """)
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(clamping: delivered), at: 2)
            try statement.bind(Int64(WireLimits.bodyItems), at: 3)
            defer { statement.reset() }
            var last: UInt64?
            var bytes: Int64 = 0
            while try statement.step() {
                let sequence = try statement.unsigned(at: 0)
                bytes += statement.integer(at: 1)
                if let last, sequence != last + 1 || bytes > Int64(WireLimits.bodyBytes) { break }
                last = sequence
            }
            guard let last, last >= first else { return nil }
            return last
        }
    }

    /// The id of one of the chain's batches, nil when it is not kept.
    ///
    /// - Parameter sequence: the batch's number.
    /// - Returns: its id.
    /// - Throws: `SpoolError`.
    public func id(of sequence: UInt64) throws(SpoolError) -> MessageID? {
        if sequence == head.sequence { return head.id }
        let batch = try batches(from: sequence, maximumItems: 1, maximumBytes: 0).first
        if let signed = batch?.signedSequence, signed != sequence { throw .misled }
        return batch?.id
    }

    /// The number of the first batch kept after a place in the chain.
    ///
    /// - Parameter sequence: the place.
    /// - Returns: the first number after it that is kept, nil when none is; never one that is not
    ///   between it and the head.
    /// - Throws: `SpoolError`.
    public func firstKept(after sequence: UInt64) throws(SpoolError) -> UInt64? {
        let found = try spooling { () throws(SQLiteError) -> UInt64? in
            let statement = try database.cached(
                "SELECT min(seq) FROM batch WHERE chain = ?1 AND seq > ?2")
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(clamping: sequence), at: 2)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return statement.isNull(at: 0) ? nil : try statement.unsigned(at: 0)
        }
        // An index out of order leads anywhere: also back.
        if let found, found <= sequence || found > head.sequence { throw .misled }
        return found
    }

    /// Makes sure that batches which the index does not find are not there: on a card that fails it
    /// may be the index that is damaged, and SQLite does not see that. Reads the whole file.
    ///
    /// - Parameters:
    ///   - first: the number of the first of them.
    ///   - next: the number after the last.
    /// - Throws: `.damaged` where one of them is there.
    func confirmMissing(from first: UInt64, before next: UInt64) throws(SpoolError) {
        let isThere = try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                SELECT 1 FROM batch NOT INDEXED
                WHERE chain = ?1 AND seq >= ?2 AND seq < ?3 LIMIT 1
                """)
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(clamping: first), at: 2)
            try statement.bind(Int64(clamping: next), at: 3)
            defer { statement.reset() }
            return try statement.step()
        }
        if isThere { throw .damaged("its index does not find batches that are there") }
    }

    /// How many of the chain's batches are kept after one number, up to and with another.
    func count(after first: UInt64, through last: UInt64) throws(SpoolError) -> Int {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "SELECT count(*) FROM batch WHERE chain = ?1 AND seq > ?2 AND seq <= ?3")
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(clamping: first), at: 2)
            try statement.bind(Int64(clamping: last), at: 3)
            guard try statement.step() else { return 0 }
            defer { statement.reset() }
            return Int(statement.integer(at: 0))
        }
    }

    /// Whether the chain goes through an item, as far as what is kept can tell: of one that is lost
    /// the next says what it follows.
    ///
    /// - Parameter item: the item.
    /// - Returns: false only where the chain has another item in its place.
    /// - Throws: `SpoolError`.
    func goes(through item: ChainHead) throws(SpoolError) -> Bool {
        if item.sequence > head.sequence { return false }
        if let id = try id(of: item.sequence) { return id == item.id }
        let next = try batches(from: item.sequence + 1, maximumItems: 1, maximumBytes: 0).first
        return next.flatMap { Self.previous($0.message) }.map { $0 == item.id } ?? true
    }
}
