internal import RueSQLite
internal import RueWire

extension SQLiteWriter {
    func addChain(_ chain: NewChain) throws(StoreError) -> RowID {
        try insert(
            """
            INSERT INTO chain (node, kid, grant_bytes, grant_id, token_id, granted_ms)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(chain.node), .blob(chain.keyID.bytes), .blob(chain.grant),
                .blob(chain.grantID.bytes), .blob(chain.tokenID),
                .integer(chain.grantedMilliseconds),
            ])
    }

    // The one statement that runs for every batch: bound without a list of values.
    func append(_ item: NewItem) throws(StoreError) {
        do throws(SQLiteError) {
            let row = try database.cached(Self.insertItem)
            try row.bind(item.position, at: 1)
            try row.bind(item.node, at: 2)
            try row.bind(item.chain, at: 3)
            try row.bind(item.sequence.column, at: 4)
            try row.bind(item.boot, at: 5)
            try row.bind(item.kind.rawValue, at: 6)
            try row.bind(item.receivedMilliseconds, at: 7)
            try row.bind(item.times?.first, at: 8)
            try row.bind(item.times?.last, at: 9)
            try row.bind(item.uptimes?.first, at: 10)
            try row.bind(item.uptimes?.last, at: 11)
            try row.bind(item.isUncertain ? 1 : 0, at: 12)
            try row.bind(item.quarantineReason, at: 13)
            try row.bind(item.logHead.bytes, at: 14)
            try row.bind(item.bytes, at: 15)
            try row.run()
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    private static let insertItem = "INSERT INTO item VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

    func addBoot(
        chain: RowID, id: BootID, firstSequence: UInt64, counts: Bool
    ) throws(StoreError) -> RowID {
        try insert(
            "INSERT INTO boot (chain, boot_id, first_seq, counts) VALUES (?, ?, ?, ?)",
            [
                .integer(chain), .blob(id.bytes), .integer(firstSequence.column),
                .integer(counts ? 1 : 0),
            ])
    }

    func countBoot(_ boot: RowID) throws(StoreError) {
        try change("UPDATE boot SET counts = 1 WHERE id = ?", [.integer(boot)])
    }

    func resolveBoot(_ boot: RowID, offsetMilliseconds offset: Int64) throws(StoreError) {
        try change(
            "UPDATE boot SET offset_ms = ? WHERE id = ?", [.integer(offset), .integer(boot)])
        let found = try row(
            "SELECT chain, first_seq FROM boot WHERE id = ?", [.integer(boot)]
        ) { (chain: $0.integer(at: 0), first: $0.integer(at: 1)) }
        guard let found else { return }
        // The right sides see the row as it was before.
        try change(
            """
            UPDATE item SET
                first_ms = iif(first_up_ms + ?1 < ?5, max(received_ms, ?5), first_up_ms + ?1),
                last_ms = iif(first_up_ms + ?1 < ?5, max(received_ms, ?5), last_up_ms + ?1),
                uncertain = uncertain OR first_up_ms + ?1 < ?5,
                first_up_ms = NULL, last_up_ms = NULL
            WHERE chain = ?2 AND seq >= ?3 AND boot = ?4 AND first_up_ms IS NOT NULL
            """,
            [
                .integer(offset), .integer(found.chain), .integer(found.first), .integer(boot),
                .integer(WireLimits.earliestMilliseconds),
            ])
    }

    func widenSpan(node: RowID, toMilliseconds span: Int64) throws(StoreError) {
        try change(
            "UPDATE node SET span_ms = ?1 WHERE id = ?2 AND span_ms < ?1",
            [.integer(span), .integer(node)])
    }

    func addGap(_ gap: GapRecord) throws(StoreError) {
        try change(
            "INSERT INTO gap VALUES (?, ?, ?, ?, ?)",
            [
                .integer(gap.chain), .integer(gap.sequences.lowerBound.column),
                .integer(gap.sequences.upperBound.column), .blob(gap.lastID.bytes),
                .integer(gap.recordedMilliseconds),
            ])
    }

    func recordEvent(
        _ kind: EventKind, node: RowID?, detail: String, now: Int64
    ) throws(StoreError) {
        try change(
            """
            INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?4, 1) ON CONFLICT DO UPDATE SET
                detail = excluded.detail, last_ms = excluded.last_ms, count = count + 1
            """, [.integer(node ?? 0), .integer(kind.rawValue), .text(detail), .integer(now)])
    }

    func beginLogSegment(id: Bytes16) throws(StoreError) {
        try change(
            """
            INSERT OR REPLACE INTO log_segment
            VALUES ((SELECT coalesce(max(position), 0) FROM item), ?)
            """, [.blob(id.bytes)])
    }
}
