import CRueSystem
import Glibc
import RueAggregatorCore
import RueCrypto

extension SystemStateFiles: RecoveryFiles {
    private static let noSpace: Int32 = 28
    private static let overQuota: Int32 = 122
    /// What is read and written at once.
    private static let pieceBytes = 1 << 20

    func names(in folder: String) throws(StateFileError) -> [String]? {
        var names = [CChar](repeating: 0, count: 1 << 16)
        let count = try reaching(folder) { rue_directory_list(folder, &names, names.count) }
        if count == -ENOENT { return nil }
        if count < 0 { throw Self.error(folder, -count) }
        return names.prefix(Int(count)).split(separator: 0)
            .map { String(decoding: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
            .filter { $0 != "lock" }
    }

    func remove(_ path: String) throws(StateFileError) {
        if unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw Self.error(path, errno) }
        for name in try names(in: path) ?? [] { try remove(path + "/" + name) }
        unlink(path + "/lock")
        guard rmdir(path) == 0 || errno == ENOENT else { throw Self.error(path, errno) }
    }

    func move(_ path: String, to target: String) throws(StateFileError) {
        let result = rue_file_rename(path, target)
        if result < 0 { throw Self.error(path, -result) }
    }

    func copy(
        _ path: String, to target: String, _ report: (Int64) -> Void
    ) throws(StateFileError) -> FileDigest {
        let copy = open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard copy >= 0 else { throw Self.error(target, errno) }
        defer { close(copy) }
        let digest = try read(path) { (bytes, done) throws(StateFileError) in
            let result = rue_write_all(copy, bytes, bytes.count)
            if result < 0 { throw Self.error(target, -result) }
            report(done)
        }
        guard fsync(copy) == 0 else { throw Self.error(target, errno) }
        return digest
    }

    func digest(_ path: String) throws(StateFileError) -> FileDigest {
        try read(path) { (_, _) throws(StateFileError) in }
    }

    func freeBytes(_ folder: String) throws(StateFileError) -> Int64 {
        var bytes: UInt64 = 0
        let result = rue_disk_free_bytes(folder, &bytes)
        if result < 0 { throw Self.error(folder, -result) }
        return Int64(clamping: bytes)
    }

    private func read(
        _ path: String, _ take: ([UInt8], Int64) throws(StateFileError) -> Void
    ) throws(StateFileError) -> FileDigest {
        let file = try reaching(path) {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            return file < 0 ? -errno : file
        }
        guard file >= 0 else { throw Self.error(path, -file) }
        defer { close(file) }
        let hasher = SHA256Hasher()
        var size: Int64 = 0
        while true {
            var failure: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
                let result = Glibc.read(file, buffer.baseAddress, buffer.count)
                failure = result < 0 ? errno : 0
                count = max(0, result)
            }
            if failure == EINTR { continue }
            if failure != 0 { throw Self.error(path, failure) }
            if piece.isEmpty { return FileDigest(size: size, hash: hasher.finish()) }
            hasher.update(piece)
            size += Int64(piece.count)
            try take(piece, size)
        }
    }

    private static func error(_ path: String, _ code: Int32) -> StateFileError {
        StateFileError(
            path: path, reason: String(cString: rue_error_text(-code)),
            isDiskFull: code == noSpace || code == overQuota)
    }
}
