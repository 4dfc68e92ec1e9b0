internal import RueSQLite
internal import RueWire

extension Spool {
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
            log_head BLOB NOT NULL,
            declaration BLOB,
            digest BLOB NOT NULL DEFAULT x'') STRICT;
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
            // What was deleted must not come back when a damaged file is read page by page.
            try database.execute("PRAGMA secure_delete=ON")
            return try database.userVersion()
        }
        switch version {
        case 0: try create(database, keyID: keyID)
        case 1: try addDigests(database)
        case Int64(Self.version): break
        default:
            guard isVersion(version) else { throw .damaged("it names no format") }
            throw .laterVersion(version & 0xFF)
        }
        try checkOwner(database, keyID: keyID)
    }

    /// Versions from the second on are four equal bytes, so that none turns into another by a change
    /// of some bits.
    private static func isVersion(_ number: Int64) -> Bool {
        number > 0 && number == (number & 0xFF) * 0x0101_0101
    }

    private static func create(_ database: Database, keyID: KeyID) throws(SpoolError) {
        try database.transaction { () throws(SpoolError) in
            try spooling { () throws(SQLiteError) in
                try database.execute(schema)
                try database.setUserVersion(version)
                let statement = try database.cached("INSERT INTO owner VALUES(?1)")
                try statement.bind(keyID.bytes, at: 1)
                try statement.run()
            }
        }
    }

    /// The first version's chains had no digest to tell damage by.
    private static func addDigests(_ database: Database) throws(SpoolError) {
        try database.transaction { () throws(SpoolError) in
            try spooling { () throws(SQLiteError) in
                try database.execute(
                    """
                    ALTER TABLE chain ADD COLUMN declaration BLOB;
                    ALTER TABLE chain ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
                    """)
                try database.setUserVersion(version)
            }
            for chain in try SpoolChain.all(in: database, areSealed: false) {
                try chain.write(to: database)
            }
        }
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
    ) throws(SpoolError) -> SpoolChain {
        let chains = try SpoolChain.all(in: database, areSealed: true)
        try checkBatches(database, of: chains)
        if let chain = chains.last(where: { $0.grantID == grantID }) { return chain }
        let chain = SpoolChain(
            number: (chains.last?.number ?? 0) + 1, grantID: grantID,
            head: ChainHead(sequence: 0, id: grantID))
        try chain.write(to: database)
        return chain
    }

    /// Every batch has its chain, of which the index tells the first and the last at once, and none
    /// goes beyond its head.
    private static func checkBatches(
        _ database: Database, of chains: [SpoolChain]
    ) throws(SpoolError) {
        let ends = try spooling { () throws(SQLiteError) in
            let statement = try database.cached("SELECT min(chain), max(chain) FROM batch")
            guard try statement.step() else { return [Int64]() }
            defer { statement.reset() }
            return [0, 1].compactMap { statement.optionalInteger(at: $0) }
        }
        for number in ends where !chains.contains(where: { $0.number == number }) {
            throw .damaged("batches have lost their chain")
        }
        for chain in chains {
            guard let last = try last(of: chain.number, in: database) else { continue }
            if last.sequence > chain.head.sequence
                || last.sequence == chain.head.sequence && last.id != chain.head.id
            {
                throw .damaged("a chain goes on beyond its head")
            }
        }
    }

    /// The last batch that is kept of a chain.
    static func last(of chain: Int64, in database: Database) throws(SpoolError) -> ChainHead? {
        let (sequence, id) = try spooling { () throws(SQLiteError) -> (Int64?, MessageID?) in
            let statement = try database.cached(
                "SELECT seq, id FROM batch WHERE chain = ?1 ORDER BY seq DESC LIMIT 1")
            try statement.bind(chain, at: 1)
            guard try statement.step() else { return (nil, nil) }
            defer { statement.reset() }
            return (statement.integer(at: 0), MessageID(statement.blob(at: 1)))
        }
        guard let sequence else { return nil }
        guard let id, let number = UInt64(exactly: sequence) else {
            throw .damaged("the last batch of a chain has no id or no number")
        }
        return ChainHead(sequence: number, id: id)
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
        try changeChain { $0.head = head }
    }

    /// Changes what the file says of the chain in use.
    func changeChain(_ change: (inout SpoolChain) -> Void) throws(SpoolError) {
        guard var chain = try SpoolChain.read(chainNumber, in: database) else {
            throw .damaged("its chain is gone")
        }
        change(&chain)
        try chain.write(to: database)
    }
}
