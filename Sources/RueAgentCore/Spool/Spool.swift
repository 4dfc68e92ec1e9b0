internal import RueSQLite
public import RueWire

/// What a node has signed, on its disk: batches that wait for their receipt, and behind them a
/// ring of delivered ones, from which a server that lost them is refilled.
///
/// Every change is committed with a full sync before a call returns. Undelivered batches are never
/// deleted; once they alone are more than the limit, a summary takes the place of the oldest. A spool
/// belongs to one key; within it every grant begins a chain of its own, of which only the latest is
/// written and sent.
public final class Spool {
    /// The path of a spool without a file.
    public static let memory = ":memory:"

    /// The format of the file: the second.
    static let version: Int32 = 0x0202_0202

    let path: String
    let keyID: KeyID
    let grantID: MessageID
    let vfs: String?
    var database: Database
    var chainNumber: Int64
    private let limitBytes: Int64
    var keptBytes: Int64
    /// What is to be declared of a loss; it stays in the file until it was.
    var declaration: String?
    /// Shows life while something takes long; nil where nobody looks.
    var files: (any SpoolFiles)?
    /// Whether it is on its way into a batch.
    private var isDeclaring = false
    /// Up to where thinning has found nothing to be made smaller.
    var passedOver: UInt64 = 0

    /// The last item of the chain: the next batch follows it.
    public internal(set) var head: ChainHead

    /// The last item that the server vouches for; 0 before any.
    public internal(set) var delivered: UInt64

    /// How many batches wait for their receipt.
    public internal(set) var undelivered: Int

    /// What the server said last of its log.
    public internal(set) var witness: Witness

    /// Opens a spool, making the file when there is none.
    ///
    /// - Parameters:
    ///   - path: the file; `Spool.memory` for none.
    ///   - keyID: the node's key, to which the spool is bound.
    ///   - grantID: the id of the node's grant, on which the chain begins.
    ///   - limitBytes: how many bytes of messages are kept.
    ///   - vfs: the SQLite VFS to use, nil for the system's.
    /// - Throws: `SpoolError`, also when the file belongs to another key.
    public init(
        path: String, keyID: KeyID, grantID: MessageID, limitBytes: Int64, vfs: String? = nil
    ) throws(SpoolError) {
        let opened = try Self.open(path, keyID: keyID, grantID: grantID, vfs: vfs)
        self.path = path
        self.keyID = keyID
        self.grantID = grantID
        self.vfs = vfs
        self.limitBytes = limitBytes
        database = opened.database
        chainNumber = opened.chain.number
        head = opened.chain.head
        delivered = opened.chain.delivered
        witness = opened.chain.witness
        declaration = opened.chain.declaration
        keptBytes = opened.bytes
        undelivered = opened.undelivered
        isHeadCertain = opened.isHeadCertain
    }

    /// Takes over what is in the file, in place of what was.
    func load() throws(SpoolError) {
        let opened = try Self.open(path, keyID: keyID, grantID: grantID, vfs: vfs)
        database = opened.database
        chainNumber = opened.chain.number
        head = opened.chain.head
        delivered = opened.chain.delivered
        witness = opened.chain.witness
        declaration = opened.chain.declaration
        isDeclaring = false
        keptBytes = opened.bytes
        undelivered = opened.undelivered
        isHeadCertain = opened.isHeadCertain
        passedOver = 0
    }

    private struct Opened {
        let database: Database
        let chain: SpoolChain
        let bytes: Int64
        let undelivered: Int
        let isHeadCertain: Bool
    }

    private static func open(
        _ path: String, keyID: KeyID, grantID: MessageID, vfs: String?
    ) throws(SpoolError) -> Opened {
        let database = try spooling { () throws(SQLiteError) in
            try Database(path: path, mode: .readWriteCreate, vfs: vfs)
        }
        try prepare(database, keyID: keyID)
        let chain = try openChain(database, grantID: grantID)
        return try spooling { () throws(SQLiteError) in
            let count = try database.cached(
                "SELECT count(*) FROM batch WHERE chain = ?1 AND seq > ?2")
            try count.bind(chain.number, at: 1)
            try count.bind(Int64(clamping: chain.delivered), at: 2)
            let undelivered = try count.step() ? Int(count.integer(at: 0)) : 0
            count.reset()
            return Opened(
                database: database, chain: chain,
                bytes: try database.integer(sizeQuery) ?? 0, undelivered: undelivered,
                isHeadCertain: try database.integer("PRAGMA application_id") == 0)
        }
    }

    // MARK: Damage

    /// Whether the file was found to hold what was not written to it; `mend` is to be called.
    public internal(set) var isDamaged = false

    /// Whether the chain is known to end where this spool ends. If not, as after damage, nothing
    /// may be signed before the server has told its head.
    public private(set) var isHeadCertain: Bool

    /// What the file says where the head is not certain.
    private static let uncertain: Int64 = 0x5275_6501
    static let markUncertain = "PRAGMA application_id = \(uncertain)"

    /// Takes note of a failure: whether it shows damage.
    /// - Parameter error: what a call has thrown.
    public func note(_ error: SpoolError) {
        if error.isDamage { isDamaged = true }
    }

    /// Takes note that the server has told its head, and that the chain goes on from there.
    /// - Throws: `SpoolError`.
    func confirmHead() throws(SpoolError) {
        if isHeadCertain { return }
        try spooling { () throws(SQLiteError) in try database.execute("PRAGMA application_id = 0") }
        isHeadCertain = true
    }

    /// Commits a batch that follows the head.
    ///
    /// - Parameter batch: the batch; its number is one more than the head's.
    /// - Throws: `SpoolError`; the batch is then not in the spool, and the head is as it was.
    public func append(_ batch: SpooledBatch) throws(SpoolError) {
        try append([batch])
    }

    /// Commits batches that follow the head and each other, in one transaction: all or none.
    ///
    /// - Parameters:
    ///   - batches: the batches; the first one's number is one more than the head's.
    ///   - isDeclared: whether what `takeDeclaration` gave is in one of them.
    /// - Throws: `SpoolError`; none of them is then in the spool, and the head is as it was.
    public func append(
        _ batches: [SpooledBatch], declaringLoss isDeclared: Bool = false
    ) throws(SpoolError) {
        guard let last = batches.last else { return }
        let newHead = ChainHead(sequence: last.sequence, id: last.id)
        let isDeclared = isDeclared && isDeclaring
        do throws(SpoolError) {
            try database.transaction { () throws(SpoolError) in
                for batch in batches { try insert(batch) }
                try changeChain { chain in
                    chain.head = newHead
                    if isDeclared { chain.declaration = nil }
                }
            }
        } catch {
            if error.isDiskFull { foldLog() }
            throw error
        }
        head = newHead
        if isDeclared { (declaration, isDeclaring) = (nil, false) }
        undelivered += batches.count
        keptBytes += batches.reduce(0) { $0 + Int64($1.message.count) }
        trim()
    }

    /// Notes that a receipt vouches for a batch and all before it.
    ///
    /// - Parameters:
    ///   - sequence: the batch's number.
    ///   - witness: what the receipt says of the server's log, nil to keep what is known.
    /// - Throws: `SpoolError`.
    public func markDelivered(
        through sequence: UInt64, witness: Witness? = nil
    ) throws(SpoolError) {
        guard sequence > delivered else { return }
        let kept = witness ?? self.witness
        try changeChain { chain in
            chain.delivered = sequence
            chain.witness = kept
        }
        // Counted by the index, which may be wrong: at the head none is left.
        let gone = try count(after: delivered, through: sequence)
        undelivered = sequence >= head.sequence ? 0 : max(0, undelivered - gone)
        delivered = sequence
        self.witness = kept
        trim()
    }

    /// Signs on from a head that is ahead of the node's own, as after its card was restored from
    /// an old copy.
    ///
    /// - Parameter head: the head that the server signed.
    /// - Throws: `SpoolError`.
    public func adopt(_ head: ChainHead) throws(SpoolError) {
        let text =
            "goes on from item \(head.sequence) of the server's: what was signed after it, if "
            + "anything, is lost"
        // Of a mended spool there may be something to tell already.
        let both = declaration.map { "\($0); \(text)" } ?? text
        let told = both.utf8.count <= WireLimits.textBytes ? both : text
        try changeChain { chain in
            chain.head = head
            chain.declaration = told
        }
        self.head = head
        (declaration, isDeclaring) = (told, false)
    }

    /// Takes what is to be declared of a loss. Until it is committed with a batch the next start
    /// declares it again.
    /// - Returns: the text, where something was lost that is not on its way into a batch.
    public func takeDeclaration() -> String? {
        if isDeclaring { return nil }
        isDeclaring = declaration != nil
        return declaration
    }

    /// Writes the write-ahead log into the file and cuts it: on a full disk the next attempt may
    /// find room there.
    private func foldLog() {
        do throws(SQLiteError) {
            try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        } catch {
            // Not even room for that; the error of the append itself is the one to tell.
            return
        }
    }

    /// About how many bytes of messages there are, from the newest thousand: to add all up would
    /// read the whole file, which takes a node's card half a minute at every start.
    private static let sizeQuery = """
        SELECT CAST(avg(size) * (SELECT count(*) FROM batch) AS INTEGER)
        FROM (SELECT length(message) AS size FROM batch ORDER BY position DESC LIMIT 1000)
        """

    /// The most batches that are deleted at once: sampling waits meanwhile.
    private static let trimmedAtOnce = 256

    /// Whether there is more than the limit allows, by enough to do something about it.
    var isFull: Bool { keptBytes > limitBytes + limitBytes / 256 }

    /// Whether there is so much more that anything that helps will do.
    var isOverfull: Bool { keptBytes > limitBytes + limitBytes / 8 }

    /// Deletes the oldest delivered batches beyond the limit, many in one transaction, so that a
    /// card is not worn by a sync for each.
    ///
    /// The batch that made it necessary is committed already: whatever fails here must not look as
    /// if that one had failed, or its readings would be signed twice.
    private func trim() {
        if !isFull { return }
        do throws(SpoolError) {
            let excess = keptBytes - limitBytes
            let gone = try database.transaction { () throws(SpoolError) in
                try deleteOldest(bytes: excess)
            }
            keptBytes -= gone
        } catch {
            // On a full disk, for one. The next batch tries again.
            note(error)
            return
        }
    }

    /// Deletes delivered batches until so many bytes are gone; tells how many went.
    private func deleteOldest(bytes wanted: Int64) throws(SpoolError) -> Int64 {
        var gone: Int64 = 0
        for _ in 0..<Self.trimmedAtOnce where gone < wanted {
            guard let (position, bytes) = try oldestDelivered() else { break }
            try deleteDelivered(position)
            gone += bytes
        }
        return gone
    }

    /// The batch itself is asked whether it was delivered: the index may lead to one that waits.
    private func deleteDelivered(_ position: Int64) throws(SpoolError) {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                DELETE FROM batch WHERE position = ?1
                    AND seq <= (SELECT delivered FROM chain WHERE number = batch.chain)
                """)
            try statement.bind(position, at: 1)
            try statement.run()
        }
        if database.changes != 1 { throw .misled }
    }

    /// Where the oldest delivered batch is, and its size. By the index: there may be a million
    /// others before it that wait.
    func oldestDelivered() throws(SpoolError) -> (position: Int64, bytes: Int64)? {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                SELECT position, length(message)
                FROM chain CROSS JOIN batch ON batch.chain = chain.number
                WHERE seq <= delivered ORDER BY number, seq LIMIT 1
                """)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return (statement.integer(at: 0), statement.integer(at: 1))
        }
    }
}
