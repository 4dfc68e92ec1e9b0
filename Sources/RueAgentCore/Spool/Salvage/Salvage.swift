internal import RueSQLite
internal import RueWire

/// Brings what is left of a damaged spool into a new one: every batch whose id is that of its
/// message, every chain whose digest is right.
///
/// What a row says of the chain it belongs to nothing vouches for. A batch whose number of the
/// chain is no chain's is brought back by the links that were signed; where they do not say, it is
/// not sent.
struct Salvage {
    private static let rowsPerTransaction = 512
    /// How many batches a page can have held whose number of the chain was changed.
    static let fewBatches = 64

    let database: Database
    private let keyID: KeyID
    let grantID: MessageID
    var chains: [Int64: SpoolChain] = [:]
    /// Whether the row of a chain may be one that is lost, or not the latest.
    private var isChainLost = false
    /// Batches whose place another has.
    private var doubles: [SalvagedBatch] = []
    private var report = SalvageReport()

    init(into database: Database, keyID: KeyID, grantID: MessageID) {
        self.database = database
        self.keyID = keyID
        self.grantID = grantID
    }

    // MARK: Taking rows

    /// Takes what the pages hold.
    /// - Parameters:
    ///   - scan: the pages.
    ///   - showLife: is called now and then.
    /// - Throws: `SpoolError`.
    mutating func take(_ scan: PageScan, _ showLife: () -> Void) throws(SpoolError) {
        var batches: [SalvagedBatch] = []
        if scan.log?.isDamaged ?? false { isChainLost = true }
        for number in 0..<scan.pageCount {
            if let leaf = scan.leaf(number + 1) {
                let found = leaf.rows.compactMap { SalvagedBatch($0) }
                batches += found
                if found.isEmpty { take(leaf) }
            }
            // A batch is what it was; where a chain stood earlier is of no use.
            for leaf in scan.earlierLeaves(number + 1) {
                batches += leaf.rows.compactMap { SalvagedBatch($0) }
            }
            if number % Self.rowsPerTransaction == 0 { showLife() }
            if batches.count < Self.rowsPerTransaction { continue }
            try insert(batches)
            batches.removeAll(keepingCapacity: true)
        }
        try insert(batches)
    }

    private mutating func take(_ leaf: PageScan.Leaf) {
        let found = leaf.rows.compactMap { SpoolChain($0) }
        for chain in found { chains[chain.number] = chain }
        if !found.isEmpty, !leaf.isWhole || found.count < leaf.rows.count { isChainLost = true }
    }

    private mutating func insert(_ batches: [SalvagedBatch]) throws(SpoolError) {
        var left: [SalvagedBatch] = []
        try database.transaction { () throws(SpoolError) in
            var count = 0
            for row in batches {
                if try insert(row) {
                    count += 1
                } else if try batch(row.chain, row.batch.sequence)?.batch.id != row.batch.id {
                    left.append(row)
                }
            }
            report.saved += count
        }
        report.isOurs = report.isOurs || batches.contains { $0.keyID == keyID }
        doubles += left.prefix(max(0, Self.fewBatches - doubles.count))
    }

    /// False where its place in the chain is taken.
    private func insert(_ row: SalvagedBatch) throws(SpoolError) -> Bool {
        try spooling { () throws(SQLiteError) in
            // A number in the file means nothing but an order: it may have been changed.
            let statement = try database.cached(
                """
                INSERT OR IGNORE INTO batch(position, chain, seq, id, message)
                VALUES((SELECT ?1 WHERE NOT EXISTS(SELECT 1 FROM batch WHERE position = ?1)),
                    ?2, ?3, ?4, ?5)
                """)
            try statement.bind(row.position, at: 1)
            try statement.bind(row.chain, at: 2)
            try statement.bind(Int64(row.batch.sequence), at: 3)
            try statement.bind(row.batch.id.bytes, at: 4)
            try statement.bind(row.batch.message, at: 5)
            try statement.run()
            return database.changes > 0
        }
    }

    // MARK: The chains

    /// Writes what is known of the chains, what is to be declared, and whether the end of the
    /// present one is certain.
    mutating func finish() throws(SpoolError) -> SalvageReport {
        report.isOurs = report.isOurs || chains.values.contains { $0.grantID == grantID }
        try settle(doubles)
        try bringBackStrays()
        let numbers = try chainNumbers()
        let current = try currentChain(of: numbers)
        for number in Set(numbers + chains.keys + [current]).sorted() where number != current {
            if let chain = chains[number] {
                try chain.write(to: database)
            } else if number < current {
                try abandoned(number).write(to: database)
            } else {
                // The greatest number is that of the chain in use.
                isChainLost = true
                try remove(number)
            }
        }
        try writeCurrent(current)
        return report
    }

    /// The chain that the node signs on.
    private func currentChain(of numbers: [Int64]) throws(SpoolError) -> Int64 {
        let own = chains.filter { $0.value.grantID == grantID }.map { $0.key }.max()
        // The latest whose row is lost, unless it is but a batch that is not where it was.
        for number in numbers.reversed() where number > own ?? 0 && chains[number] == nil {
            if try isRun(number), try !isOfAnotherGrant(number) { return number }
        }
        if let own { return own }
        var lone: Int64?
        for number in numbers where chains[number] == nil {
            if try !isOfAnotherGrant(number) { lone = number }
        }
        return lone ?? (numbers + chains.keys).max().map { $0 + 1 } ?? 1
    }

    /// Batches without a chain that cannot be brought back are kept as they are, not sent.
    private func abandoned(_ number: Int64) throws(SpoolError) -> SpoolChain {
        let last = try Spool.last(of: number, in: database)
        var chain = SpoolChain(
            number: number, grantID: .zero, head: last ?? ChainHead(sequence: 0, id: .zero))
        chain.delivered = chain.head.sequence
        return chain
    }

    private mutating func remove(_ chain: Int64) throws(SpoolError) {
        report.saved -= try spooling { () throws(SQLiteError) in
            let statement = try database.cached("DELETE FROM batch WHERE chain = ?1")
            try statement.bind(chain, at: 1)
            try statement.run()
            return database.changes
        }
    }

    private mutating func writeCurrent(_ number: Int64) throws(SpoolError) {
        let known = chains[number]
        let last = try Spool.last(of: number, in: database)
        var chain =
            known
            ?? SpoolChain(
                number: number, grantID: grantID, head: ChainHead(sequence: 0, id: grantID))
        // A page that an old version has taken the place of is not what was written either.
        let isBehind = last.map { $0.sequence > chain.head.sequence } ?? false
        if isBehind, let last { chain.head = last }
        report.lost = try missing(in: chain)
        chain.declaration = report.description
        try chain.write(to: database)
        if known != nil, !isBehind, !isChainLost { return }
        try spooling { () throws(SQLiteError) in try database.execute(Spool.markUncertain) }
    }

    private func chainNumbers() throws(SpoolError) -> [Int64] {
        try spooling { () throws(SQLiteError) in
            let statement = try database.prepare("SELECT DISTINCT chain FROM batch ORDER BY chain")
            var numbers: [Int64] = []
            while try statement.step() { numbers.append(statement.integer(at: 0)) }
            return numbers
        }
    }

    /// How many batches that waited are not there.
    private func missing(in chain: SpoolChain) throws(SpoolError) -> UInt64 {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "SELECT count(*) FROM batch WHERE chain = ?1 AND seq > ?2")
            try statement.bind(chain.number, at: 1)
            try statement.bind(Int64(chain.delivered), at: 2)
            guard try statement.step() else { return 0 }
            defer { statement.reset() }
            let waiting = chain.head.sequence - chain.delivered
            return waiting - min(waiting, UInt64(statement.integer(at: 0)))
        }
    }
}
