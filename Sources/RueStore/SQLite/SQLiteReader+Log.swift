internal import RueSQLite
internal import RueWire

extension SQLiteReader {
    func identity() throws(StoreError) -> StoreIdentity {
        let found = try row("SELECT server_id, created_ms FROM store") {
            StoreIdentity(serverID: $0.bytes32(at: 0), createdMilliseconds: $0.integer(at: 1))
        }
        guard let found else {
            throw StoreError(
                .corrupt, message: "the store \(database.path) has lost its server's id",
                sql: "store")
        }
        return found
    }

    func logSegments() throws(StoreError) -> [LogSegment] {
        try rows("SELECT after_size, id FROM log_segment ORDER BY after_size") {
            LogSegment(afterSize: $0.integer(at: 0), id: $0.bytes16(at: 1))
        }
    }

    func logHead(atSize size: Int64) throws(StoreError) -> Bytes32? {
        if size == 0 { return try identity().serverID }
        return try row("SELECT log_head FROM item WHERE position = ?", [.integer(size)]) {
            $0.bytes32(at: 0)
        }
    }

    func logState() throws(StoreError) -> LogState {
        let last = try row("SELECT position, log_head FROM item ORDER BY position DESC LIMIT 1") {
            (size: $0.integer(at: 0), head: $0.bytes32(at: 1))
        }
        let segment = try row(
            "SELECT id FROM log_segment ORDER BY after_size DESC LIMIT 1"
        ) { $0.bytes16(at: 0) }
        let id = segment ?? .zero
        guard let last else {
            return LogState(size: 0, head: try identity().serverID, id: id)
        }
        return LogState(size: last.size, head: last.head, id: id)
    }
}
