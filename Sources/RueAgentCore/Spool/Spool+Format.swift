internal import RueSQLite
internal import RueWire

extension Spool {
    /// Where a grant's chain stands.
    struct Chain {
        let number: Int64
        let head: ChainHead
        let delivered: UInt64
        let witness: Witness
    }

    private static let schema = """
        CREATE TABLE owner(kid BLOB NOT NULL) STRICT;
        CREATE TABLE chain(
            number INTEGER PRIMARY KEY,
            grant_id BLOB NOT NULL,
            head_seq INTEGER NOT NULL,
            head_id BLOB NOT NULL,
            delivered INTEGER NOT NULL,
            log_id BLOB NOT NULL,
            log_size INTEGER NOT NULL,
            log_head BLOB NOT NULL) STRICT;
        CREATE TABLE batch(
            position INTEGER PRIMARY KEY,
            chain INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            id BLOB NOT NULL,
            message BLOB NOT NULL,
            UNIQUE(chain, seq)) STRICT;
        """

    /// Makes the tables in a new file, and checks whose an old one is.
    static func prepare(_ database: Database, keyID: KeyID) throws(SpoolError) {
        let version = try spooling { () throws(SQLiteError) in
            // Before anything is written, the journal's mode included. Each commit writes whole pages
            // into the log and again into the file: with these, one a minute writes 15 MiB a day to
            // the card, and 27 with SQLite's usual 4 KiB.
            try database.execute("PRAGMA page_size=2048")
            try database.enableDurableWrites()
            // A small log: a node's card is small, and each batch writes some pages of it.
            try database.execute("PRAGMA wal_autocheckpoint=128; PRAGMA journal_size_limit=262144")
            // 256 KiB of the node's memory for pages, not SQLite's 2 MB: few are read twice.
            try database.execute("PRAGMA cache_size=-256")
            return try database.userVersion()
        }
        if version > Int64(Self.version) { throw .laterVersion(version) }
        if version == 0 {
            try database.transaction { () throws(SpoolError) in
                try spooling { () throws(SQLiteError) in
                    try database.execute(schema)
                    try database.setUserVersion(Self.version)
                    let statement = try database.cached("INSERT INTO owner VALUES(?1)")
                    try statement.bind(keyID.bytes, at: 1)
                    try statement.run()
                }
            }
        }
        try checkOwner(database, keyID: keyID)
    }

    private static func checkOwner(_ database: Database, keyID: KeyID) throws(SpoolError) {
        let kid = try spooling { () throws(SQLiteError) in
            let statement = try database.cached("SELECT kid FROM owner")
            guard try statement.step() else { return [UInt8]() }
            defer { statement.reset() }
            return statement.blob(at: 0)
        }
        guard let owner = Bytes32(kid) else { throw .damaged("it does not name its key") }
        if owner != keyID { throw .otherKey(words: Proquint.keyWords(of: owner)) }
    }

    /// Finds the chain of a grant, or begins it.
    static func openChain(
        _ database: Database, grantID: MessageID
    ) throws(SpoolError) -> Chain {
        if let chain = try findChain(database, grantID: grantID) { return chain }
        let start = ChainHead(sequence: 0, id: grantID)
        try beginChain(database, grantID: grantID, at: start, witness: .none)
        guard let chain = try findChain(database, grantID: grantID) else {
            throw .damaged("a new chain was not kept")
        }
        return chain
    }

    /// Begins a chain at a head; it is the one in use from then on.
    static func beginChain(
        _ database: Database, grantID: MessageID, at head: ChainHead, witness: Witness
    ) throws(SpoolError) {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                INSERT INTO chain(grant_id, head_seq, head_id, delivered,
                    log_id, log_size, log_head)
                VALUES(?1, ?2, ?3, ?2, ?4, ?5, ?6)
                """)
            try statement.bind(grantID.bytes, at: 1)
            try statement.bind(Int64(head.sequence), at: 2)
            try statement.bind(head.id.bytes, at: 3)
            try statement.bind(witness.logID.bytes, at: 4)
            try statement.bind(Int64(clamping: witness.size), at: 5)
            try statement.bind(witness.head.bytes, at: 6)
            try statement.run()
        }
    }

    private static func findChain(
        _ database: Database, grantID: MessageID
    ) throws(SpoolError) -> Chain? {
        let statement = try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                SELECT number, head_seq, head_id, delivered, log_id, log_size, log_head
                FROM chain WHERE grant_id = ?1 ORDER BY number DESC LIMIT 1
                """)
            try statement.bind(grantID.bytes, at: 1)
            return statement
        }
        guard try spooling({ () throws(SQLiteError) in try statement.step() }) else { return nil }
        defer { statement.reset() }
        guard let id = Bytes32(statement.blob(at: 2)), let logID = Bytes16(statement.blob(at: 4)),
            let logHead = Bytes32(statement.blob(at: 6))
        else { throw .damaged("the head of its chain has a wrong length") }
        guard let sequence = UInt64(exactly: statement.integer(at: 1)),
            let delivered = UInt64(exactly: statement.integer(at: 3)),
            let size = UInt64(exactly: statement.integer(at: 5)),
            delivered <= sequence, sequence < WireLimits.largestInteger
        else { throw .damaged("the numbers of its chain cannot be") }
        return Chain(
            number: statement.integer(at: 0),
            head: ChainHead(sequence: sequence, id: id), delivered: delivered,
            witness: Witness(logID: logID, size: size, head: logHead))
    }

    func insert(_ batch: SpooledBatch) throws(SpoolError) {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "INSERT INTO batch(chain, seq, id, message) VALUES(?1, ?2, ?3, ?4)")
            try statement.bind(chainNumber, at: 1)
            try statement.bind(Int64(batch.sequence), at: 2)
            try statement.bind(batch.id.bytes, at: 3)
            try statement.bind(batch.message, at: 4)
            try statement.run()
        }
    }

    func setHead(_ head: ChainHead) throws(SpoolError) {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "UPDATE chain SET head_seq = ?1, head_id = ?2 WHERE number = ?3")
            try statement.bind(Int64(head.sequence), at: 1)
            try statement.bind(head.id.bytes, at: 2)
            try statement.bind(chainNumber, at: 3)
            try statement.run()
        }
    }
}
