internal import RueSQLite
internal import RueWire

extension SQLiteReader {
    private static let boot = "SELECT id, boot_id, first_seq, counts, offset_ms FROM boot "

    private static func boot(_ row: Statement) -> BootRecord {
        BootRecord(
            id: row.integer(at: 0), bootID: row.bytes16(at: 1), firstSequence: row.sequence(at: 2),
            counts: row.integer(at: 3) != 0, offsetMilliseconds: row.optionalInteger(at: 4))
    }

    func boots(chain: RowID) throws(StoreError) -> [BootRecord] {
        try rows(Self.boot + "WHERE chain = ? ORDER BY id", [.integer(chain)], Self.boot)
    }

    func boot(chain: RowID, id: BootID) throws(StoreError) -> BootRecord? {
        try row(
            Self.boot + "WHERE chain = ? AND boot_id = ?", [.integer(chain), .blob(id.bytes)],
            Self.boot)
    }

    func gaps(chain: RowID) throws(StoreError) -> [GapRecord] {
        try rows(
            """
            SELECT first_seq, last_seq, last_id, recorded_ms FROM gap
            WHERE chain = ? ORDER BY first_seq
            """, [.integer(chain)]
        ) {
            GapRecord(
                chain: chain,
                sequences: $0.sequence(at: 0)...max($0.sequence(at: 0), $0.sequence(at: 1)),
                lastID: $0.bytes32(at: 2), recordedMilliseconds: $0.integer(at: 3))
        }
    }

    func events() throws(StoreError) -> [EventRecord] {
        let found = try rows(
            """
            SELECT node, kind, detail, first_ms, last_ms, count FROM event
            ORDER BY last_ms, node, kind
            """
        ) { row in
            EventKind(rawValue: row.integer(at: 1)).map {
                EventRecord(
                    node: row.integer(at: 0) == 0 ? nil : row.integer(at: 0), kind: $0,
                    detail: row.text(at: 2), firstMilliseconds: row.integer(at: 3),
                    lastMilliseconds: row.integer(at: 4), count: row.integer(at: 5))
            }
        }
        return found.compactMap { $0 }
    }
}
