internal import RueWire

extension SQLiteWriter {
    func addToken(_ token: TokenRecord) throws(StoreError) {
        try change(
            """
            INSERT INTO token (id, secret_hash, node_name, created_ms, expires_ms)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .blob(token.id), .blob(token.secretHash), .text(token.nodeName),
                .integer(token.createdMilliseconds), .integer(token.expiresMilliseconds),
            ])
    }

    func spendToken(id: [UInt8], key: KeyID, now: Int64) throws(StoreError) -> Bool {
        try change(
            "UPDATE token SET spent_by = ? WHERE id = ? AND spent_by IS NULL AND expires_ms > ?",
            [.blob(key.bytes), .blob(id), .integer(now)]) == 1
    }

    func withdrawTokens(nodeName: String, now: Int64) throws(StoreError) -> Int {
        try change(
            """
            UPDATE token SET expires_ms = ?1, withdrawn = 1
            WHERE node_name = ?2 AND spent_by IS NULL AND expires_ms > ?1
            """, [.integer(now), .text(nodeName)])
    }

    func removeUnspentTokens(expiredBy now: Int64) throws(StoreError) {
        try change(
            "DELETE FROM token WHERE spent_by IS NULL AND expires_ms <= ?", [.integer(now)])
    }

    func addNode(
        name: String, baseName: String, status: NodeStatus, now: Int64
    ) throws(StoreError) -> RowID {
        try insert(
            """
            INSERT INTO node (name, base_name, status, created_ms, changed_ms)
            VALUES (?1, ?2, ?3, ?4, ?4)
            """, [.text(name), .text(baseName), .integer(status.rawValue), .integer(now)])
    }

    func setStatus(_ status: NodeStatus, node: RowID, now: Int64) throws(StoreError) {
        try change(
            "UPDATE node SET status = ?, changed_ms = ? WHERE id = ?",
            [.integer(status.rawValue), .integer(now), .integer(node)])
    }

    func rename(node: RowID, to name: String) throws(StoreError) {
        try change("UPDATE node SET name = ? WHERE id = ?", [.text(name), .integer(node)])
    }

    func addKey(_ key: NewKey) throws(StoreError) -> RowID {
        try insert(
            """
            INSERT INTO node_key (kid, public_key, node, chain, added_ms) VALUES (?, ?, ?, ?, ?)
            """,
            [
                .blob(key.keyID.bytes), .blob(key.publicKey), .integer(key.node),
                .integer(key.chain), .integer(key.now),
            ])
    }

    func moveKey(_ key: RowID, toChain chain: RowID) throws(StoreError) {
        try change(
            "UPDATE node_key SET chain = ?, until_seq = NULL WHERE id = ?",
            [.integer(chain), .integer(key)])
    }

    func endKey(_ key: RowID, atSequence sequence: UInt64) throws(StoreError) {
        try change(
            "UPDATE node_key SET until_seq = ? WHERE id = ?",
            [.integer(sequence.column), .integer(key)])
    }

    func revokeKeys(node: RowID, now: Int64) throws(StoreError) {
        try change(
            "UPDATE node_key SET revoked_ms = ? WHERE node = ? AND revoked_ms IS NULL",
            [.integer(now), .integer(node)])
    }
}
