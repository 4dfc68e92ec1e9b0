import CRueSystem
import Glibc

/// A new file for a secret, which only the person who named it can read; made before the secret is,
/// so that none is lost to a wrong path.
final class SecretFile {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = try Identity.asOperator { () throws(Failure) in
            let descriptor = open(
                path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw Failure(.cannotCreate, path + ": " + String(cString: rue_error_text(errno)))
            }
            return descriptor
        }
    }

    deinit { close(descriptor) }

    /// Writes it, and waits until it is on the disk.
    func write(_ secret: String) throws(Failure) {
        try Console.write(Array(secret.utf8), to: descriptor)
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw Failure(
                .inputOutput, path + ": cannot write: " + String(cString: rue_error_text(errno)))
        }
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
