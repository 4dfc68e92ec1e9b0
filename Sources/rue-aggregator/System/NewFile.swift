import CRueSystem
import Glibc

/// A file that is there once all of it is: written beside its place, synced, and renamed.
final class NewFile {
    private let path: String
    private let draft: String
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isFinished = false

    init(_ path: String) throws(Failure) {
        self.path = path
        let draft = path + ".part"
        self.draft = draft
        descriptor = try NamedPlace.open(
            draft, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666, orFailWith: .cannotCreate)
    }

    deinit {
        close(descriptor)
        if isFinished { return }
        do throws(Failure) {
            try Identity.asOperator { () throws(Failure) in unlink(draft) }
        } catch {
            Console.complain(error.message)
        }
    }

    func append(_ bytes: [UInt8]) throws(Failure) {
        pending += bytes
        if pending.count >= 262_144 { try flush() }
    }

    /// Puts the file into its place, on the disk.
    func finish() throws(Failure) {
        try flush()
        guard fsync(descriptor) == 0 else { throw Self.failure(-errno) }
        let result = try Identity.asOperator { () throws(Failure) in rue_file_rename(draft, path) }
        guard result == 0 else { throw Self.failure(result) }
        isFinished = true
    }

    private func flush() throws(Failure) {
        try Console.write(pending, to: descriptor)
        pending.removeAll(keepingCapacity: true)
    }

    private static func failure(_ result: Int32) -> Failure {
        Failure(.inputOutput, "cannot write: " + String(cString: rue_error_text(result)))
    }
}
