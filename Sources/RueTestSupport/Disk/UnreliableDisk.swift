private import CUnreliableDisk
import Foundation

/// A disk below SQLite that knows which bytes were synced, loses its power at a chosen operation,
/// and then keeps of the rest only what chance leaves: in sectors of 512 bytes, each in any of the
/// versions that it had since the last sync.
///
/// Give its ``name`` as the VFS of a database. The files are real ones; the shared memory and the
/// locks are SQLite's own. Used by one thread at a time.
public final class UnreliableDisk {
    private let disk: OpaquePointer
    /// The VFS's name.
    public let name: String

    /// The disk could not do what a test asked of it.
    public struct Failed: Error {
        /// What it could not do.
        public let what: String
    }

    /// Registers a disk.
    ///
    /// - Throws: `Failed` without memory.
    public init() throws {
        name = "unreliable-" + UUID().uuidString
        guard let disk = rue_disk_new(name) else { throw Failed(what: "register \(name)") }
        self.disk = disk
    }

    deinit { rue_disk_free(disk) }

    /// Takes the power away during an operation (a write, truncation, sync or deletion) to come.
    ///
    /// The operation fails, and everything after it until ``restorePower()``.
    ///
    /// - Parameters:
    ///   - operation: how many operations from now, from 1.
    ///   - seed: decides what is left of what was not synced.
    public func cutPower(atOperation operation: Int, seed: UInt64) {
        rue_disk_cut_power(disk, UInt64(operation), seed)
    }

    /// Whether the power is away.
    public var isOff: Bool { rue_disk_is_off(disk) }

    /// Leaves in the files what the loss of power left, and switches on again. Every connection
    /// must have been closed.
    ///
    /// - Throws: `Failed` when a file cannot be written.
    public func restorePower() throws {
        guard rue_disk_restore_power(disk) else { throw Failed(what: "write its files") }
    }

    /// Whether it says that it has synced, and has not: a disk that lies.
    public func ignoreSyncs(_ ignores: Bool = true) { rue_disk_ignore_syncs(disk, ignores) }

    /// Lets writes and truncations, and syncs where the disk is not only full, fail from one on.
    ///
    /// - Parameters:
    ///   - operation: how many operations from now, from 1.
    ///   - code: SQLite's result code (https://sqlite.org/rescode.html); 13 is a full disk.
    public func fail(fromOperation operation: Int, code: Int32) {
        rue_disk_fail(disk, UInt64(operation), code)
    }

    /// Ends what ``fail(fromOperation:code:)`` began.
    public func work() { rue_disk_fail(disk, 0, 0) }

    /// Lets each read of a part of a file fail (SQLITE_IOERR_READ), as a bad block of a card does;
    /// the file may get another name. One part at a time: the one before is whole again.
    ///
    /// - Parameters:
    ///   - range: which of its bytes.
    ///   - path: the file.
    /// - Throws: `Failed` when there is no such file.
    public func makeUnreadable(_ range: Range<Int>, of path: String) throws {
        let isThere = rue_disk_break(disk, path, UInt64(range.lowerBound), UInt64(range.count))
        guard isThere else { throw Failed(what: "find \(path)") }
    }

    /// How many writes, truncations, syncs and deletions there were.
    public var operations: Int { Int(rue_disk_operations(disk)) }

    /// How many bytes were written, by all writes together.
    public var bytesWritten: Int { Int(rue_disk_bytes_written(disk)) }

    /// How many syncs there were.
    public var syncs: Int { Int(rue_disk_syncs(disk)) }
}
