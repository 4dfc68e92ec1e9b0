import Glibc

/// How often a second this disk makes an append durable.
enum SyncCost {
    /// Appends 4 KiB and syncs, for half a second, in a file of its own.
    static func measure(in folder: String) throws -> Double {
        let path = folder + "/sync"
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchError("\(path): errno \(errno)") }
        defer {
            close(file)
            unlink(path)
        }
        let block = [UInt8](repeating: 7, count: 4_096)
        let start = ProcessorTime.wall
        var count = 0
        while ProcessorTime.wall - start < 500_000_000 {
            guard write(file, block, block.count) == block.count, fdatasync(file) == 0 else {
                throw BenchError("\(path): errno \(errno)")
            }
            count += 1
        }
        return Double(count) * 1e9 / Double(ProcessorTime.wall - start)
    }
}
