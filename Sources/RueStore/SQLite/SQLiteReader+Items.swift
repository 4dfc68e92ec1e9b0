internal import RueSQLite
internal import RueWire

extension SQLiteReader {
    private static let item = """
        SELECT item.position, item.node, item.chain, item.seq, item.kind, item.reason,
            item.received_ms, item.first_ms, item.last_ms, item.uncertain, boot.offset_ms,
            item.log_head, item.bytes,
            (SELECT log_segment.id FROM log_segment WHERE after_size < item.position
                ORDER BY after_size DESC LIMIT 1)
        FROM item LEFT JOIN boot ON boot.id = item.boot

        """

    private static func item(_ row: Statement) -> StoredItem {
        let first = row.optionalInteger(at: 7)
        return StoredItem(
            position: row.integer(at: 0), node: row.integer(at: 1), chain: row.integer(at: 2),
            sequence: row.sequence(at: 3), kind: ItemKind(rawValue: row.integer(at: 4)) ?? .batch,
            quarantineReason: row.optionalText(at: 5), bytes: row.blob(at: 12),
            receivedMilliseconds: row.integer(at: 6),
            times: first.map { ItemTimes(first: $0, last: row.integer(at: 8)) },
            isUncertain: row.integer(at: 9) != 0,
            bootOffsetMilliseconds: row.optionalInteger(at: 10),
            logHead: row.bytes32(at: 11), logID: row.bytes16(at: 13))
    }

    func items(_ selection: ItemSelection, limit: Int) throws(StoreError) -> [StoredItem] {
        let (clause, values) = try clause(selection, limit: limit)
        let found = try rows(Self.item + clause, values, Self.item)
        var order = ItemOrder(selection)
        for item in found {
            try order.take(
                position: item.position, sequence: item.sequence, first: item.times?.first)
        }
        return found
    }

    /// What follows `FROM item …` for a selection, and its parameters.
    func clause(
        _ selection: ItemSelection, limit: Int
    ) throws(StoreError) -> (sql: String, values: [SQLiteValue]) {
        let limit = SQLiteValue.integer(Int64(limit))
        switch selection {
        case .log(let after):
            return (
                "WHERE item.position > ? ORDER BY item.position LIMIT ?", [.integer(after), limit]
            )
        case .chain(let chain, let from):
            return (
                "WHERE item.chain = ? AND item.seq >= ? ORDER BY item.seq LIMIT ?",
                [.integer(chain), .integer(from.column), limit]
            )
        case .newest(let chain, let below):
            return (
                "WHERE item.chain = ? AND item.seq < ? ORDER BY item.seq DESC LIMIT ?",
                [.integer(chain), .integer(below.column), limit]
            )
        case .times(let node, let range, let after):
            return try clause(node: node, range, after: after, limit: limit)
        case .untimed(let node, let after):
            return (
                """
                WHERE item.node = ? AND item.first_ms IS NULL AND item.position > ?
                    AND item.first_up_ms IS NOT NULL
                ORDER BY item.position LIMIT ?
                """, [.integer(node), .integer(after), limit]
            )
        }
    }

    // An item that began before the range may reach into it, by no more than the longest that the
    // node ever sent.
    private func clause(
        node: RowID, _ range: ClosedRange<Int64>, after: TimeCursor?, limit: SQLiteValue
    ) throws(StoreError) -> (sql: String, values: [SQLiteValue]) {
        let span = try row("SELECT span_ms FROM node WHERE id = ?", [.integer(node)]) {
            $0.integer(at: 0)
        }
        let earliest = range.lowerBound.subtractingReportingOverflow(span ?? 0)
        let first = earliest.overflow ? Int64.min : earliest.partialValue
        return (
            """
            WHERE item.node = ? AND item.first_ms >= ? AND item.first_ms <= ?
                AND item.last_ms >= ? AND (item.first_ms, item.position) > (?, ?)
            ORDER BY item.first_ms, item.position LIMIT ?
            """,
            [
                .integer(node), .integer(max(first, after?.firstMilliseconds ?? .min)),
                .integer(range.upperBound), .integer(range.lowerBound),
                .integer(after?.firstMilliseconds ?? .min), .integer(after?.position ?? -1), limit,
            ]
        )
    }

    func item(chain: RowID, sequence: UInt64) throws(StoreError) -> StoredItem? {
        try row(
            Self.item + "WHERE item.chain = ? AND item.seq = ?",
            [.integer(chain), .integer(sequence.column)], Self.item)
    }

    func lastItem(chain: RowID) throws(StoreError) -> StoredItem? {
        try items(.newest(chain: chain, below: UInt64(Int64.max)), limit: 1).first
    }

    func itemCounts(node: RowID) throws(StoreError) -> ItemCounts {
        let total = try row("SELECT count(*) FROM item WHERE node = ?", [.integer(node)]) {
            $0.integer(at: 0)
        }
        let quarantined = try row(
            "SELECT count(*) FROM item WHERE node = ? AND reason IS NOT NULL", [.integer(node)]
        ) { $0.integer(at: 0) }
        return ItemCounts(total: total ?? 0, quarantined: quarantined ?? 0)
    }
}
