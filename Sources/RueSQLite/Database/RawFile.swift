internal import CSQLite

/// A file read as bytes, on SQLite's own way to the disk, whatever is in it: what is left of a
/// database that SQLite cannot read any more.
public final class RawFile {
    private let name: sqlite3_filename
    private let file: UnsafeMutablePointer<sqlite3_file>
    private let storage: UnsafeMutableRawPointer

    /// How many bytes the file has.
    public let size: Int64

    /// Opens a file for reading.
    /// - Parameters:
    ///   - path: the file.
    ///   - vfs: the SQLite VFS to use, nil for the system's.
    /// - Throws: `SQLiteError` where there is none, or it cannot be read.
    public init(path: String, vfs: String? = nil) throws(SQLiteError) {
        guard let system = sqlite3_vfs_find(vfs),
            let name = path.withCString({ sqlite3_create_filename($0, "", "", 0, nil) })
        else { throw SQLiteError(code: SQLITE_NOMEM, message: "out of memory", sql: path) }
        let storage = UnsafeMutableRawPointer.allocate(
            byteCount: Int(system.pointee.szOsFile), alignment: 16)
        let file = storage.bindMemory(to: sqlite3_file.self, capacity: 1)
        file.pointee.pMethods = nil
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB
        let code = system.pointee.xOpen?(system, name, file, flags, nil) ?? SQLITE_ERROR
        var size: Int64 = 0
        let sized =
            code == SQLITE_OK
            ? file.pointee.pMethods?.pointee.xFileSize?(file, &size) ?? SQLITE_ERROR : code
        if sized != SQLITE_OK {
            Self.close(file, storage, name)
            throw SQLiteError(code: sized, message: "cannot be read", sql: path)
        }
        (self.name, self.file, self.storage, self.size) = (name, file, storage, size)
    }

    deinit { Self.close(file, storage, name) }

    private static func close(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ storage: UnsafeMutableRawPointer,
        _ name: sqlite3_filename
    ) {
        if file.pointee.pMethods != nil { _ = file.pointee.pMethods?.pointee.xClose?(file) }
        storage.deallocate()
        sqlite3_free_filename(name)
    }

    /// Reads some bytes.
    /// - Parameters:
    ///   - offset: where they begin.
    ///   - count: how many.
    /// - Returns: the bytes; nil where the file ends before, or the disk cannot read them.
    public func bytes(at offset: Int64, count: Int) -> [UInt8]? {
        guard offset >= 0, count > 0, offset + Int64(count) <= size else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        let code = bytes.withUnsafeMutableBytes {
            file.pointee.pMethods?.pointee.xRead?(file, $0.baseAddress, Int32(count), offset)
        }
        return code == SQLITE_OK ? bytes : nil
    }
}
