internal import CSQLite

/// The handle itself, shared by a database and its statements, so that it outlives the last of
/// them.
final class Connection {
    let handle: OpaquePointer

    init(path: String, flags: Int32, vfs: String?) throws(SQLiteError) {
        var opened: OpaquePointer?
        let code =
            if let vfs {
                path.withCString { path in
                    vfs.withCString { sqlite3_open_v2(path, &opened, flags, $0) }
                }
            } else {
                path.withCString { sqlite3_open_v2($0, &opened, flags, nil) }
            }
        guard let opened else {
            throw SQLiteError(code: SQLITE_NOMEM, message: "out of memory", sql: path)
        }
        handle = opened
        // A failed open leaves a handle too; every property is set, so `deinit` closes it.
        if code != SQLITE_OK { throw error(code, path) }
        sqlite3_extended_result_codes(handle, 1)
    }

    deinit { sqlite3_close_v2(handle) }

    func check(_ code: Int32, _ sql: String) throws(SQLiteError) {
        if code != SQLITE_OK { throw error(code, sql) }
    }

    func error(_ code: Int32, _ sql: String) -> SQLiteError {
        let extended = sqlite3_extended_errcode(handle)
        let primary = code & 0xff
        // `errno` is left over from an older failure unless this one came from a file.
        let fromFile = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN
        return SQLiteError(
            code: extended & 0xff == primary ? extended : code,
            systemError: fromFile ? systemError : 0,
            message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }

    /// What the system said. Of a commit that failed SQLite does not note it; then `errno` may still
    /// say that the file system is read-only, the one answer that all files below it give.
    private var systemError: Int32 {
        let noted = sqlite3_system_errno(handle)
        if noted != 0 { return noted }
        guard let system = sqlite3_vfs_find(nil) else { return 0 }
        let last = system.pointee.xGetLastError?(system, 0, nil) ?? 0
        return last == SQLiteError.readOnlyFileSystem ? last : 0
    }
}
