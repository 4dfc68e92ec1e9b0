import CRueSystem
import Glibc
import RueAggregatorCore

/// A file that is read from its beginning to its end.
final class FileSource: ByteSource {
    private let path: String
    private let descriptor: Int32
    /// How long it was when it was opened, in bytes.
    let size: Int64

    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = try NamedPlace.open(path, O_RDONLY, orFailWith: .couldNotCheck)
        var status = stat()
        size = fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw Failure(
                .couldNotCheck,
                path + ": is a folder, no archive; a server or its backup is checked by: "
                    + "rue-aggregator verify --state " + path)
        }
    }

    deinit { close(descriptor) }

    func read(_ count: Int) throws(StateFileError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var result = -1
            repeat {
                result = Glibc.read(descriptor, buffer.baseAddress, count)
            } while result < 0 && errno == EINTR
            if result < 0 { failure = errno }
            initialized = max(0, result)
        }
        guard failure == 0 else {
            throw StateFileError(path: path, reason: String(cString: rue_error_text(failure)))
        }
        return bytes
    }
}
