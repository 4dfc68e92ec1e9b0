import Foundation

@testable import RueAgentCore

/// The file system, for a spool that is mended.
final class ScratchSpoolFiles: SpoolFiles {
    private var failure = 0
    private var calls = 0
    private(set) var signsOfLife = 0

    func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    func showLife() { signsOfLife += 1 }

    /// Has a call fail, as if the power went there.
    /// - Parameter call: which of those that follow, counted from 1; 0 for none.
    func fail(at call: Int) { (failure, calls) = (call, 0) }

    /// Removes a spool with all that is beside it.
    func clear(_ path: String) throws {
        for ending in ["", "-wal", "-shm", ".new", ".new-wal", ".new-shm", ".old-wal", ".damaged"] {
            try remove(path + ending)
        }
    }

    private func count() throws(SpoolError) {
        calls += 1
        if calls == failure { throw .file("the power is gone") }
    }

    func remove(_ path: String) throws(SpoolError) {
        try count()
        if unlink(path) != 0, errno != ENOENT { throw .file("cannot remove \(path)") }
    }

    func rename(_ path: String, to other: String) throws(SpoolError) {
        try count()
        if Foundation.rename(path, other) != 0 { throw .file("cannot rename \(path)") }
    }
}
