internal import RueSQLite
internal import RueWire

extension Spool {
    /// Commits a rotation that follows the head, and gives the spool to the new key, in one
    /// transaction.
    func append(rotation: SpooledBatch, newOwner: KeyID) throws(SpoolError) {
        let newHead = ChainHead(sequence: rotation.sequence, id: rotation.id)
        try database.transaction { () throws(SpoolError) in
            try insert(rotation)
            try setHead(newHead)
            try spooling { () throws(SQLiteError) in
                let statement = try database.cached("UPDATE owner SET kid = ?1")
                try statement.bind(newOwner.bytes, at: 1)
                try statement.run()
            }
        }
        head = newHead
        undelivered += 1
        keptBytes += Int64(rotation.message.count)
    }

    /// The rotation that waits for its receipt; nil when none does. Reads everything that waits.
    func undeliveredRotation() throws(SpoolError) -> [UInt8]? {
        try Self.undeliveredRotation(database)
    }

    /// The same of a spool that is not open. Changes nothing.
    static func undeliveredRotation(path: String) throws(SpoolError) -> [UInt8]? {
        try undeliveredRotation(
            try spooling { () throws(SQLiteError) in try Database(path: path, mode: .readOnly) })
    }

    private static func undeliveredRotation(_ database: Database) throws(SpoolError) -> [UInt8]? {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                SELECT message FROM batch JOIN chain ON chain.number = batch.chain
                WHERE seq > delivered AND chain.number = (SELECT max(number) FROM chain)
                ORDER BY seq DESC
                """)
            defer { statement.reset() }
            while try statement.step() {
                let message = statement.blob(at: 0)
                if SpooledBatch.isRotation(message) { return message }
            }
            return nil
        }
    }
}
