import CRueSystem
import RueAggregatorCore

/// The state folder's files on the real disk, and what a person has named beside them.
struct SystemStateFiles: StateFiles {
    /// The state folder: what lies elsewhere is read as the person who named it.
    let home: String
    /// More than any file that is read through this: keys, settings, a recovery kit.
    private static let maximumBytes = 65_536
    private static let noEntry: Int32 = 2

    func createFolder(_ path: String) throws(StateFileError) {
        try check(rue_directory_create(path), path)
    }

    func read(_ path: String) throws(StateFileError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes)
        let count = try reaching(path) { rue_file_read(path, &bytes, bytes.count) }
        if count == -Self.noEntry { return nil }
        try check(count, path)
        return Array(bytes.prefix(Int(count)))
    }

    func write(_ path: String, _ bytes: [UInt8]) throws(StateFileError) {
        try check(rue_file_write_durable(path, bytes, bytes.count, 0o600), path)
    }

    /// Does something as whoever may: the owner of the state folder in there, else the person.
    func reaching(_ path: String, _ body: () -> Int32) throws(StateFileError) -> Int32 {
        if path == home || path.hasPrefix(home + "/") { return body() }
        do throws(Failure) {
            return try Identity.asOperator { () throws(Failure) in body() }
        } catch {
            throw StateFileError(path: path, reason: error.message)
        }
    }

    private func check(_ result: Int32, _ path: String) throws(StateFileError) {
        guard result < 0 else { return }
        throw StateFileError(path: path, reason: String(cString: rue_error_text(result)))
    }
}
