internal import RueSQLite

/// The tables, and how an older store becomes a current one.
enum SQLiteSchema {
    /// "Rue1" in the file's header, so that another program's database is not taken for a store.
    static let applicationID: Int64 = 0x5275_6531

    /// What brings a store from version n to n + 1. A landed step never changes.
    static let migrations: [String] = [first, polling, withdrawal]

    /// The version that this program writes.
    static var version: Int64 { Int64(migrations.count) }

    // The columns of `item` are few and `bytes` is the last, so that a row's small columns are read
    // without its blob. An item's id is not kept: it is the hash of what is. Neither is a chain's
    // head: it is its last item, or its last gap. Rows of some 2 KB leave half of SQLite's usual 4
    // KiB pages empty, hence the larger page.
    private static let first = """
        CREATE TABLE store (server_id BLOB NOT NULL, created_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE log_segment (after_size INTEGER PRIMARY KEY, id BLOB NOT NULL) STRICT;
        CREATE TABLE node (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, base_name TEXT NOT NULL,
            status INTEGER NOT NULL, created_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
            span_ms INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE chain (
            id INTEGER PRIMARY KEY, node INTEGER NOT NULL REFERENCES node, kid BLOB NOT NULL,
            grant_bytes BLOB NOT NULL, grant_id BLOB NOT NULL, token_id BLOB NOT NULL,
            granted_ms INTEGER NOT NULL) STRICT;
        CREATE INDEX chain_token ON chain (token_id);
        CREATE TABLE node_key (
            id INTEGER PRIMARY KEY, kid BLOB NOT NULL UNIQUE, public_key BLOB NOT NULL,
            node INTEGER NOT NULL REFERENCES node, chain INTEGER NOT NULL REFERENCES chain,
            until_seq INTEGER, added_ms INTEGER NOT NULL, revoked_ms INTEGER) STRICT;
        CREATE TABLE token (
            id BLOB NOT NULL PRIMARY KEY, secret_hash BLOB NOT NULL, node_name TEXT NOT NULL,
            created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL, spent_by BLOB) STRICT;
        CREATE TABLE boot (
            id INTEGER PRIMARY KEY, chain INTEGER NOT NULL REFERENCES chain,
            boot_id BLOB NOT NULL, first_seq INTEGER NOT NULL,
            counts INTEGER NOT NULL, offset_ms INTEGER,
            UNIQUE (chain, boot_id)) STRICT;
        CREATE TABLE gap (
            chain INTEGER NOT NULL REFERENCES chain, first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL, last_id BLOB NOT NULL, recorded_ms INTEGER NOT NULL,
            PRIMARY KEY (chain, first_seq)) STRICT;
        CREATE TABLE event (
            node INTEGER NOT NULL, kind INTEGER NOT NULL, detail TEXT NOT NULL,
            first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (node, kind)) STRICT;
        CREATE TABLE item (
            position INTEGER PRIMARY KEY, node INTEGER NOT NULL,
            chain INTEGER NOT NULL REFERENCES chain, seq INTEGER NOT NULL, boot INTEGER NOT NULL,
            kind INTEGER NOT NULL, received_ms INTEGER NOT NULL, first_ms INTEGER, last_ms INTEGER,
            first_up_ms INTEGER, last_up_ms INTEGER, uncertain INTEGER NOT NULL, reason TEXT,
            log_head BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE (chain, seq)) STRICT;
        CREATE INDEX item_time ON item (node, first_ms);
        CREATE INDEX item_quarantined ON item (node) WHERE reason IS NOT NULL;
        """

    private static let polling = """
        CREATE TABLE pins (
            number INTEGER PRIMARY KEY, live BLOB NOT NULL, recovery BLOB NOT NULL) STRICT;
        CREATE TABLE poll (
            node INTEGER PRIMARY KEY REFERENCES node, pins INTEGER NOT NULL, cseq INTEGER NOT NULL,
            changed_ms INTEGER NOT NULL) STRICT;
        """

    // Till then every token lived for 900,000 ms, and one that ended sooner was withdrawn.
    private static let withdrawal = """
        ALTER TABLE token ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
        UPDATE token SET withdrawn = expires_ms - created_ms < 900000;
        """
}
