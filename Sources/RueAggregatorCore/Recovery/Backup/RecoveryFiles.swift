public import RueWire

/// What making and bringing back a backup do with files, beyond what setting up does; the program
/// brings the real ones.
public protocol RecoveryFiles: StateFiles {
    /// What is in a folder, lock files and names with a leading dot left out.
    ///
    /// - Parameter folder: where.
    /// - Returns: names in no order; nil when nothing at all is at the path.
    /// - Throws: `StateFileError`, also for what is no folder.
    func names(in folder: String) throws(StateFileError) -> [String]?

    /// Removes a file, or a folder with the files in it; nothing there is no error.
    ///
    /// - Parameter path: which.
    /// - Throws: `StateFileError`.
    func remove(_ path: String) throws(StateFileError)

    /// Gives a file or folder another name in the same file system, durably.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - target: where it shall be.
    /// - Throws: `StateFileError`.
    func move(_ path: String, to target: String) throws(StateFileError)

    /// Copies a file of any size into a new one, mode 0600, synced.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - target: where the copy shall be.
    ///   - report: is told how many bytes are copied.
    /// - Returns: what was copied.
    /// - Throws: `StateFileError`.
    func copy(
        _ path: String, to target: String, _ report: (Int64) -> Void
    ) throws(StateFileError) -> FileDigest

    /// Reads a file of any size.
    ///
    /// - Parameter path: the file.
    /// - Returns: what is in it, in short.
    /// - Throws: `StateFileError`.
    func digest(_ path: String) throws(StateFileError) -> FileDigest

    /// The room on the file system that holds a folder.
    ///
    /// - Parameter folder: an existing folder.
    /// - Returns: how many bytes this user can write there.
    /// - Throws: `StateFileError`.
    func freeBytes(_ folder: String) throws(StateFileError) -> Int64
}

/// A file's content, in short.
public struct FileDigest: Equatable, Sendable {
    /// How many bytes it has.
    public let size: Int64
    /// SHA-256 of them.
    public let hash: Bytes32

    /// Notes a file's content.
    ///
    /// - Parameters:
    ///   - size: how many bytes it has.
    ///   - hash: SHA-256 of them.
    public init(size: Int64, hash: Bytes32) {
        self.size = size
        self.hash = hash
    }
}
