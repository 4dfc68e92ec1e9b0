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
                let advice = errno == EEXIST ? "; name a file that is not there yet" : ""
                throw Failure(
                    .cannotCreate, path + ": " + String(cString: rue_error_text(errno)) + advice)
            }
            return descriptor
        }
    }

    deinit { close(descriptor) }

    /// The number of the disk that it is on.
    var device: dev_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_dev : 0
    }

    /// Writes it, and waits until it is on the disk, under its name: the medium may be pulled out.
    func write(_ secret: String) throws(Failure) {
        let bytes = Array(secret.utf8)
        let result = rue_write_all(descriptor, bytes, bytes.count)
        guard result == 0 else { throw failure(-result) }
        try sync(descriptor)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let place = try Identity.asOperator { () throws(Failure) in
            let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard place >= 0 else { throw failure(errno) }
            return place
        }
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
