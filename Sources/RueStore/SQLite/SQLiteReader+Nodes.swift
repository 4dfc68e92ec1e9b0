internal import RueSQLite
internal import RueWire

extension SQLiteReader {
    private static let node =
        "SELECT id, name, base_name, status, created_ms, changed_ms FROM node "

    private static func node(_ row: Statement) -> NodeRecord {
        NodeRecord(
            id: row.integer(at: 0), name: row.text(at: 1), baseName: row.text(at: 2),
            // An unknown status would be a newer program's: nothing is accepted on it.
            status: NodeStatus(rawValue: row.integer(at: 3)) ?? .revoked,
            createdMilliseconds: row.integer(at: 4), changedMilliseconds: row.integer(at: 5))
    }

    func nodes() throws(StoreError) -> [NodeRecord] {
        try rows(Self.node + "ORDER BY name", [], Self.node)
    }

    func node(named name: String) throws(StoreError) -> NodeRecord? {
        try row(Self.node + "WHERE name = ?", [.text(name)], Self.node)
    }

    func node(_ id: RowID) throws(StoreError) -> NodeRecord? {
        try row(Self.node + "WHERE id = ?", [.integer(id)], Self.node)
    }
}

extension SQLiteReader {
    private static let key =
        "SELECT id, kid, public_key, node, chain, until_seq, added_ms, revoked_ms FROM node_key "

    private static func key(_ row: Statement) -> KeyRecord {
        KeyRecord(
            id: row.integer(at: 0), keyID: row.bytes32(at: 1), publicKey: row.blob(at: 2),
            node: row.integer(at: 3), chain: row.integer(at: 4),
            untilSequence: row.optionalInteger(at: 5).map { UInt64(clamping: $0) },
            addedMilliseconds: row.integer(at: 6), revokedMilliseconds: row.optionalInteger(at: 7))
    }

    func keys() throws(StoreError) -> [KeyRecord] {
        try rows(Self.key + "ORDER BY id", [], Self.key)
    }

    func keys(node: RowID) throws(StoreError) -> [KeyRecord] {
        try rows(Self.key + "WHERE node = ? ORDER BY id", [.integer(node)], Self.key)
    }

    func key(_ id: KeyID) throws(StoreError) -> KeyRecord? {
        try row(Self.key + "WHERE kid = ?", [.blob(id.bytes)], Self.key)
    }
}

extension SQLiteReader {
    private static let chain =
        "SELECT id, node, kid, grant_bytes, grant_id, token_id, granted_ms FROM chain "

    private static func chain(_ row: Statement) -> ChainRecord {
        ChainRecord(
            id: row.integer(at: 0), node: row.integer(at: 1), keyID: row.bytes32(at: 2),
            grant: row.blob(at: 3), grantID: row.bytes32(at: 4), tokenID: row.blob(at: 5),
            grantedMilliseconds: row.integer(at: 6))
    }

    func chains() throws(StoreError) -> [ChainRecord] {
        try rows(Self.chain + "ORDER BY id", [], Self.chain)
    }

    func chains(node: RowID) throws(StoreError) -> [ChainRecord] {
        try rows(
            Self.chain + "WHERE node = ? ORDER BY granted_ms, id", [.integer(node)], Self.chain)
    }

    func chain(_ id: RowID) throws(StoreError) -> ChainRecord? {
        try row(Self.chain + "WHERE id = ?", [.integer(id)], Self.chain)
    }

    func chain(tokenID: [UInt8]) throws(StoreError) -> ChainRecord? {
        try row(Self.chain + "WHERE token_id = ?", [.blob(tokenID)], Self.chain)
    }
}

extension SQLiteReader {
    private static let token =
        """
        SELECT id, secret_hash, node_name, created_ms, expires_ms, spent_by, withdrawn
        FROM token 
        """

    private static func token(_ row: Statement) -> TokenRecord {
        TokenRecord(
            id: row.blob(at: 0), secretHash: row.blob(at: 1), nodeName: row.text(at: 2),
            createdMilliseconds: row.integer(at: 3), expiresMilliseconds: row.integer(at: 4),
            spentBy: row.optionalBlob(at: 5).flatMap { KeyID($0) },
            wasWithdrawn: row.integer(at: 6) == 1)
    }

    func tokens() throws(StoreError) -> [TokenRecord] {
        try rows(Self.token + "ORDER BY created_ms, id", [], Self.token)
    }

    func token(id: [UInt8]) throws(StoreError) -> TokenRecord? {
        try row(Self.token + "WHERE id = ?", [.blob(id)], Self.token)
    }
}
