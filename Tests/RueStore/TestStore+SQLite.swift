import RueSQLite
import RueStore

extension TestStore {
    /// The file itself.
    func database() throws -> Database { try Database(path: store.path, mode: .readWrite) }
}

extension Database {
    /// The first line of a query's plan.
    func planText(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare("EXPLAIN QUERY PLAN " + sql)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.text(at: 3)
    }
}
