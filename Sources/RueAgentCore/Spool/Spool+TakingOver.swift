internal import RueSQLite
public import RueWire

extension Spool {
    /// The key that a spool's file belongs to. Changes nothing.
    ///
    /// - Parameter path: an existing file.
    /// - Returns: the key's id; nil for a file in which no spool was begun.
    /// - Throws: `SpoolError`.
    public static func owner(path: String) throws(SpoolError) -> KeyID? {
        let kid = try spooling { () throws(SQLiteError) -> [UInt8]? in
            let database = try Database(path: path, mode: .readOnly)
            if try database.userVersion() == 0 { return nil }
            let statement = try database.cached("SELECT kid FROM owner")
            guard try statement.step() else { return [] }
            defer { statement.reset() }
            return statement.blob(at: 0)
        }
        guard let kid else { return nil }
        guard let owner = KeyID(kid) else { throw .damaged("it does not name its key") }
        return owner
    }

    /// Takes over what another spool of this node, of an earlier key, had not delivered: each
    /// batch signed anew behind this spool's head. The other file stays as it is.
    ///
    /// - Parameters:
    ///   - path: the other spool.
    ///   - repacker: signs each anew.
    /// - Returns: how many were taken over, and how many could not be read or signed.
    /// - Throws: `SpoolError`; nothing is changed then.
    public func takeOver(
        path: String, by repacker: any Repacking
    ) throws(SpoolError) -> (taken: Int, unreadable: Int) {
        let other = try spooling { () throws(SQLiteError) in
            try Database(path: path, mode: .readOnly)
        }
        let start = head
        var count = 0
        do throws(SpoolError) {
            let bytes = try database.transaction { () throws(SpoolError) in
                try takeAll(from: other, by: repacker, count: &count)
            }
            return finishTakeOver(from: start, bytes: bytes, waiting: count)
        } catch {
            head = start
            throw error
        }
    }

    private func takeAll(
        from other: Database, by repacker: any Repacking, count: inout Int
    ) throws(SpoolError) -> Int64 {
        var bytes: Int64 = 0
        let statement = try spooling { () throws(SQLiteError) in
            try other.prepare(
                """
                SELECT seq, id, message FROM batch JOIN chain ON chain.number = batch.chain
                WHERE seq > delivered ORDER BY chain.number, seq
                """)
        }
        while try spooling({ () throws(SQLiteError) in try statement.step() }) {
            if count % Self.signedPerSignOfLife == 0 { files?.showLife() }
            count += 1
            guard let sequence = UInt64(exactly: statement.integer(at: 0)),
                let id = MessageID(statement.blob(at: 1)),
                let new = repacker.repack(
                    SpooledBatch(sequence: sequence, id: id, message: statement.blob(at: 2)),
                    after: head)
            else { continue }
            try insert(new)
            head = ChainHead(sequence: new.sequence, id: new.id)
            bytes += Int64(new.message.count)
        }
        try setHead(head)
        return bytes
    }

    private func finishTakeOver(
        from start: ChainHead, bytes: Int64, waiting: Int
    ) -> (taken: Int, unreadable: Int) {
        let taken = Int(head.sequence - start.sequence)
        undelivered += taken
        keptBytes += bytes
        return (taken, waiting - taken)
    }
}
