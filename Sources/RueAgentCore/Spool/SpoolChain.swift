internal import RueCrypto
internal import RueSQLite
internal import RueWire

/// Where a grant's chain stands, as the spool's file says it: a row with a digest of what is in it,
/// since nothing else tells when a failing card has changed it, and to sign on from a wrong place
/// would be a fork.
struct SpoolChain: Equatable {
    /// Its number in the file.
    let number: Int64
    let grantID: MessageID
    var head: ChainHead
    var delivered: UInt64 = 0
    var witness = Witness.none
    /// What is to be declared of a loss.
    var declaration: String?

    private static let columns = """
        number, grant_id, head_seq, head_id, delivered, log_id, log_size, log_head, declaration, \
        digest
        """

    init(number: Int64, grantID: MessageID, head: ChainHead) {
        self.number = number
        self.grantID = grantID
        self.head = head
    }

    /// Takes what a row holds; nil for what cannot be.
    init?(
        number: Int64, grantID: [UInt8], headSequence: Int64, headID: [UInt8], delivered: Int64,
        logID: [UInt8], logSize: Int64, logHead: [UInt8], declaration: [UInt8]?
    ) {
        guard let grantID = MessageID(grantID), let headID = MessageID(headID),
            let logID = Bytes16(logID), let logHead = Bytes32(logHead),
            let sequence = UInt64(exactly: headSequence), sequence < WireLimits.largestInteger,
            let delivered = UInt64(exactly: delivered), delivered <= sequence,
            let size = UInt64(exactly: logSize)
        else { return nil }
        self.number = number
        self.grantID = grantID
        head = ChainHead(sequence: sequence, id: headID)
        self.delivered = delivered
        witness = Witness(logID: logID, size: size, head: logHead)
        self.declaration = declaration.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Of all that it says: the beginning of a SHA-256.
    var digest: [UInt8] {
        var bytes: [UInt8] = []
        let numbers = [UInt64(bitPattern: number), head.sequence, delivered, witness.size]
        for number in numbers {
            for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
        }
        bytes += grantID.bytes + head.id.bytes + witness.logID.bytes + witness.head.bytes
        if let declaration { bytes += [1] + Array(declaration.utf8) }
        return Array(SHA256.hash(bytes).bytes[..<8])
    }

    // MARK: The file

    /// Every chain, in the order of their numbers; in the first version they had no digests.
    static func all(
        in database: Database, areSealed: Bool
    ) throws(SpoolError) -> [SpoolChain] {
        let statement = try spooling { () throws(SQLiteError) in
            try database.cached("SELECT \(columns) FROM chain ORDER BY number")
        }
        defer { statement.reset() }
        var chains: [SpoolChain] = []
        while try spooling({ () throws(SQLiteError) in try statement.step() }) {
            chains.append(try SpoolChain(statement, isSealed: areSealed))
        }
        return chains
    }

    /// One of them; nil when there is none.
    static func read(_ number: Int64, in database: Database) throws(SpoolError) -> SpoolChain? {
        let statement = try spooling { () throws(SQLiteError) in
            let statement = try database.cached("SELECT \(columns) FROM chain WHERE number = ?1")
            try statement.bind(number, at: 1)
            return statement
        }
        defer { statement.reset() }
        guard try spooling({ () throws(SQLiteError) in try statement.step() }) else { return nil }
        return try SpoolChain(statement, isSealed: true)
    }

    private init(_ row: Statement, isSealed: Bool) throws(SpoolError) {
        let chain = SpoolChain(
            number: row.integer(at: 0), grantID: row.blob(at: 1), headSequence: row.integer(at: 2),
            headID: row.blob(at: 3), delivered: row.integer(at: 4), logID: row.blob(at: 5),
            logSize: row.integer(at: 6), logHead: row.blob(at: 7),
            declaration: row.optionalBlob(at: 8))
        guard let chain, !isSealed || row.blob(at: 9) == chain.digest else {
            throw .damaged("what it says of a chain is not what was written")
        }
        self = chain
    }

    /// Writes the row, or what has changed of it.
    func write(to database: Database) throws(SpoolError) {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                INSERT OR REPLACE INTO chain(\(Self.columns))
                VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """)
            try statement.bind(number, at: 1)
            try statement.bind(grantID.bytes, at: 2)
            try statement.bind(Int64(head.sequence), at: 3)
            try statement.bind(head.id.bytes, at: 4)
            try statement.bind(Int64(delivered), at: 5)
            try statement.bind(witness.logID.bytes, at: 6)
            try statement.bind(Int64(clamping: witness.size), at: 7)
            try statement.bind(witness.head.bytes, at: 8)
            try statement.bind(declaration.map { Array($0.utf8) }, at: 9)
            try statement.bind(digest, at: 10)
            try statement.run()
        }
    }
}
