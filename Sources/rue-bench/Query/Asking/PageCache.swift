import Glibc

/// The kernel's copy of files in memory.
enum PageCache {
    /// Lets the kernel forget a file, so that it is read from the disk the next time.
    static func drop(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw BenchError("\(path): errno \(errno)") }
        defer { close(file) }
        guard fdatasync(file) == 0, posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0 else {
            throw BenchError("\(path) cannot be dropped from the page cache")
        }
    }
}
