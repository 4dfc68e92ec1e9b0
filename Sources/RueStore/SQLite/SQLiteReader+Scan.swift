internal import RueSQLite
internal import RueWire

extension SQLiteReader {
    private static let scanned = """
        SELECT item.position, item.node, item.chain, item.seq, item.kind,
            item.reason IS NOT NULL, item.received_ms, item.first_ms, item.last_ms, item.uncertain,
            boot.offset_ms, item.bytes
        FROM item LEFT JOIN boot ON boot.id = item.boot

        """

    func scan(
        _ selection: ItemSelection, limit: Int, _ visit: (ScannedItem) -> Bool
    ) throws(StoreError) {
        let (clause, values) = try clause(selection, limit: limit)
        var order = ItemOrder(selection)
        let statement = try scanning(Self.scanned + clause, values)
        defer { statement.reset() }
        while try Self.step(statement) {
            try order.take(
                position: statement.integer(at: 0), sequence: statement.sequence(at: 3),
                first: statement.optionalInteger(at: 7))
            let goesOn = statement.withBlob(at: 11) { visit(Self.scanned(statement, $0)) }
            guard goesOn else { return }
        }
    }

    private func scanning(
        _ sql: String, _ values: [SQLiteValue]
    ) throws(StoreError) -> Statement {
        do throws(SQLiteError) {
            let statement = try database.cached(sql)
            try statement.bind(values)
            return statement
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    private static func step(_ statement: Statement) throws(StoreError) -> Bool {
        do throws(SQLiteError) { return try statement.step() } catch {
            throw StoreError(sqlite: error)
        }
    }

    private static func scanned(
        _ row: Statement, _ bytes: UnsafeRawBufferPointer
    ) -> ScannedItem {
        let first = row.optionalInteger(at: 7)
        return ScannedItem(
            position: row.integer(at: 0), node: row.integer(at: 1), chain: row.integer(at: 2),
            sequence: row.sequence(at: 3), kind: ItemKind(rawValue: row.integer(at: 4)) ?? .batch,
            isQuarantined: row.integer(at: 5) != 0, receivedMilliseconds: row.integer(at: 6),
            times: first.map { ItemTimes(first: $0, last: row.integer(at: 8)) },
            isUncertain: row.integer(at: 9) != 0,
            bootOffsetMilliseconds: row.optionalInteger(at: 10), unsafeBytes: bytes)
    }

    func arrivals(
        after position: Int64, through last: Int64
    ) throws(StoreError) -> [NodeArrivals] {
        try rows(
            """
            SELECT node, count(*), max(received_ms), min(first_ms), max(last_ms) FROM item
            WHERE position > ? AND position <= ? AND kind = ? AND reason IS NULL GROUP BY node
            """, [.integer(position), .integer(last), .integer(ItemKind.batch.rawValue)]
        ) { row in
            NodeArrivals(
                node: row.integer(at: 0), batches: row.integer(at: 1),
                receivedMilliseconds: row.integer(at: 2),
                times: row.optionalInteger(at: 3).map {
                    ItemTimes(first: $0, last: row.integer(at: 4))
                })
        }
    }
}
