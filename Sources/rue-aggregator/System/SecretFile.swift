import CRueSystem
import Glibc

/// A new file for a secret, which only the person who named it can read; made before the secret is,
/// so that none is lost to a wrong path.
final class SecretFile {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = try NamedPlace.open(
            path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600, orFailWith: .cannotCreate)
    }

    deinit { close(descriptor) }

    /// Writes it, and waits until it is on the disk, under its name: the medium may be pulled out.
    func write(_ secret: String) throws(Failure) {
        let bytes = Array(secret.utf8)
        let result = rue_write_all(descriptor, bytes, bytes.count)
        guard result == 0 else { throw failure(-result) }
        try sync(descriptor)
        let place = try NamedPlace.open(
            NamedPlace.folder(of: path), O_RDONLY | O_DIRECTORY, orFailWith: .inputOutput)
        defer { close(place) }
        try sync(place)
    }

    /// Some file systems cannot be asked to.
    private func sync(_ descriptor: Int32) throws(Failure) {
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(errno) }
    }

    private func failure(_ code: Int32) -> Failure {
        Failure(.inputOutput, path + ": cannot write: " + String(cString: rue_error_text(-code)))
    }

    /// Removes it again, when nothing has come into it.
    func discard() {
        do throws(Failure) {
            try Identity.asOperator { () throws(Failure) in unlink(path) }
        } catch {
            Console.complain(error.message)
        }
    }
}
