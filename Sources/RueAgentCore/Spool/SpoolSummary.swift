internal import RueSQLite

/// What a spool holds, looked at from outside while the node may be running: nothing is written.
public struct SpoolSummary: Equatable, Sendable {
    /// How many batches of the chain in use wait for their receipt.
    public let undelivered: Int

    /// The newest batch's message; nil in an empty spool.
    public let newest: [UInt8]?

    /// The message of the newest batch that the server has vouched for; nil before any.
    public let delivered: [UInt8]?

    /// Looks at a spool.
    ///
    /// - Parameter path: an existing file.
    /// - Throws: `SpoolError`.
    public init(lookingAt path: String) throws(SpoolError) {
        let found = try spooling { () throws(SQLiteError) in
            try Self.look(Database(path: path, mode: .readOnly))
        }
        (undelivered, newest, delivered) = found
    }

    private static func look(
        _ database: Database
    ) throws(SQLiteError) -> (Int, [UInt8]?, [UInt8]?) {
        guard try database.userVersion() > 0,
            let chain = try database.integer("SELECT max(number) FROM chain")
        else { return (0, nil, nil) }
        let limit = "(SELECT delivered FROM chain WHERE number = ?1)"
        let waiting = try database.prepare(
            "SELECT count(*) FROM batch WHERE chain = ?1 AND seq > \(limit)")
        try waiting.bind(chain, at: 1)
        let count = try waiting.step() ? Int(waiting.integer(at: 0)) : 0
        return (
            count, try last(database, chain, "seq > 0"),
            try last(database, chain, "seq <= \(limit)")
        )
    }

    private static func last(
        _ database: Database, _ chain: Int64, _ condition: String
    ) throws(SQLiteError) -> [UInt8]? {
        let statement = try database.prepare(
            "SELECT message FROM batch WHERE chain = ?1 AND \(condition) ORDER BY seq DESC LIMIT 1")
        try statement.bind(chain, at: 1)
        return try statement.step() ? statement.blob(at: 0) : nil
    }
}
