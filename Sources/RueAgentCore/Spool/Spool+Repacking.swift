internal import RueSQLite
public import RueWire

/// Signs the readings of a batch anew at another place of the chain.
public protocol Repacking: AnyObject {
    /// Signs a batch's content anew.
    /// - Parameters:
    ///   - batch: the batch as it is.
    ///   - head: what the new one is to follow.
    /// - Returns: the new batch; nil when the old one cannot be read any more.
    func repack(_ batch: SpooledBatch, after head: ChainHead) -> SpooledBatch?
}

extension Spool {
    /// Moves everything that waits for its receipt, of this grant or an earlier one, behind
    /// another head, each batch signed anew: what a node does when the server has another branch
    /// of its chain, or when it was enrolled again. One transaction.
    ///
    /// - Parameters:
    ///   - head: what the first of them is to follow.
    ///   - repacker: signs each anew.
    /// - Returns: how many could not be read; they stay in the file, unsent.
    /// - Throws: `SpoolError`; nothing is changed then.
    @discardableResult
    public func repackUndelivered(
        onto head: ChainHead, by repacker: any Repacking
    ) throws(SpoolError) -> Int {
        let waiting = try undeliveredPositions()
        try confirmWaiting(waiting.count)
        var newHead = head
        var unreadable = 0
        let number = try database.transaction { () throws(SpoolError) in
            let old = chainNumber
            let number = try beginBranch(at: head)
            chainNumber = number
            defer { chainNumber = old }
            for (index, position) in waiting.enumerated() {
                if index % Self.signedPerSignOfLife == 0 { files?.showLife() }
                guard let batch = try waitingBatch(at: position),
                    let new = repacker.repack(batch, after: newHead)
                else {
                    unreadable += 1
                    continue
                }
                try delete(position)
                try insert(new)
                newHead = ChainHead(sequence: new.sequence, id: new.id)
            }
            try setHead(newHead)
            return number
        }
        chainNumber = number
        self.head = newHead
        delivered = head.sequence
        undelivered = waiting.count - unreadable
        return unreadable
    }

    /// A small node signs some hundred a second, and may have a year's to sign.
    static let signedPerSignOfLife = 256

    /// Whether an earlier grant's chain still holds batches without a receipt.
    ///
    /// - Returns: true when they should be moved behind the head of this one.
    /// - Throws: `SpoolError`.
    public func hasForeignUndelivered() throws(SpoolError) -> Bool {
        try undeliveredPositions().count > undelivered
    }

    private func beginBranch(at head: ChainHead) throws(SpoolError) -> Int64 {
        let last = try spooling { () throws(SQLiteError) in
            try database.integer("SELECT max(number) FROM chain")
        }
        var chain = SpoolChain(number: (last ?? 0) + 1, grantID: grantID, head: head)
        chain.delivered = head.sequence
        chain.witness = witness
        chain.declaration = declaration
        try chain.write(to: database)
        return chain.number
    }

    private func undeliveredPositions() throws(SpoolError) -> [Int64] {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                SELECT position FROM batch JOIN chain ON chain.number = batch.chain
                WHERE seq > delivered ORDER BY chain.number, seq
                """)
            var positions: [Int64] = []
            while try statement.step() { positions.append(statement.integer(at: 0)) }
            return positions
        }
    }

    /// Makes sure that the index leads to all that waits: what it passes over would never be sent.
    /// Reads the whole file.
    private func confirmWaiting(_ count: Int) throws(SpoolError) {
        let there = try spooling { () throws(SQLiteError) in
            try database.integer(
                """
                SELECT count(*) FROM batch NOT INDEXED
                CROSS JOIN chain ON chain.number = batch.chain WHERE seq > delivered
                """)
        }
        if there != Int64(count) { throw .misled }
    }

    /// A batch that waits, as it itself says, and is none that was just signed anew; nil where its
    /// number or its id is none.
    private func waitingBatch(at position: Int64) throws(SpoolError) -> SpooledBatch? {
        let found = try spooling { () throws(SQLiteError) -> (Int64, [UInt8], [UInt8])? in
            let statement = try database.cached(
                """
                SELECT seq, id, message FROM batch WHERE position = ?1 AND chain <> ?2
                    AND seq > (SELECT delivered FROM chain WHERE number = batch.chain)
                """)
            try statement.bind(position, at: 1)
            try statement.bind(chainNumber, at: 2)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return (statement.integer(at: 0), statement.blob(at: 1), statement.blob(at: 2))
        }
        guard let (sequence, id, message) = found else { throw .misled }
        guard let number = UInt64(exactly: sequence), let id = MessageID(id) else { return nil }
        return SpooledBatch(sequence: number, id: id, message: message)
    }

    func delete(_ position: Int64) throws(SpoolError) {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached("DELETE FROM batch WHERE position = ?1")
            try statement.bind(position, at: 1)
            try statement.run()
        }
    }
}
