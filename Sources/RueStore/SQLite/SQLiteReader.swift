internal import RueSQLite
internal import RueWire

/// A connection that reads.
class SQLiteReader: StoreReader {
    let database: Database

    init(_ database: Database) { self.database = database }

    func snapshot<T, E: StoreFailure>(_ body: () throws(E) -> T) throws(E) -> T {
        try database.isInTransaction ? body() : database.transaction(.deferred, body)
    }

    func dataVersion() throws(StoreError) -> Int64 {
        do throws(SQLiteError) {
            return try database.dataVersion()
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    func integrityCheck() throws(StoreError) -> [String] {
        do throws(SQLiteError) {
            return try database.integrityCheck()
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// Every row of a query, each made into a value.
    func rows<T>(
        _ sql: String, _ values: [SQLiteValue] = [], _ make: (Statement) -> T
    ) throws(StoreError) -> [T] {
        do throws(SQLiteError) {
            let statement = try database.cached(sql)
            try statement.bind(values)
            var found: [T] = []
            while try statement.step() { found.append(make(statement)) }
            return found
        } catch {
            throw StoreError(sqlite: error)
        }
    }

    /// The first row of a query.
    func row<T>(
        _ sql: String, _ values: [SQLiteValue] = [], _ make: (Statement) -> T
    ) throws(StoreError) -> T? {
        do throws(SQLiteError) {
            let statement = try database.cached(sql)
            try statement.bind(values)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return make(statement)
        } catch {
            throw StoreError(sqlite: error)
        }
    }
}
