import Glibc

/// Small files that are written once, durably, for their owner only.
enum PrivateFile {
    private static let maximumBytes = 64 << 10

    /// Writes a new file with mode 0600; one that exists is left alone.
    static func create(_ path: String, _ text: String) throws(TLSIdentityError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, errno: errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw .file(path: path, errno: errno) }
    }

    /// Reads a whole file.
    static func read(_ path: String, isSecret: Bool) throws(TLSIdentityError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file(path: path, errno: errno) }
        guard !isSecret || status.st_mode & 0o077 == 0 else { throw .exposed(path: path) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        var count = 0
        while count < maximumBytes {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), maximumBytes - count)
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .file(path: path, errno: errno) }
            if got == 0 { break }
            count += got
        }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
