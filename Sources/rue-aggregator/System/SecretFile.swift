import CRueSystem
import Glibc

/// A new file for a link, which only its owner can read; made before the token is, so that no
/// token is lost to a wrong path.
final class LinkFile {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, path + ": " + String(cString: rue_error_text(errno)))
        }
    }

    deinit { close(descriptor) }

    func write(_ link: String) throws(Failure) {
        try Console.write(Array((link + "\n").utf8), to: descriptor)
    }
}
