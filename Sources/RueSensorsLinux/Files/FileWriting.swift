internal import CRueSystem
internal import RueSensors

/// A few bytes that a helper thread is writing to a file, because writing there blocks.
final class FileWriting {
    /// How it ended.
    enum Outcome: Equatable {
        /// The write took this long.
        case written(microseconds: UInt64)
        case failed(errno: Int32)
    }

    /// Becomes readable with the answer.
    let descriptor: Int32
    private var end: Outcome?

    /// Opens the file, and starts the thread.
    ///
    /// - Throws: `.os`, with the reason for which the file cannot be opened.
    init(_ bytes: [UInt8], to path: String) throws(BusError) {
        descriptor = rue_file_writer_start(path, bytes, bytes.count)
        guard descriptor >= 0 else { throw .os(errno: -descriptor) }
    }

    /// Does not wait for the thread, which ends by itself.
    deinit {
        if descriptor >= 0 { rue_close(descriptor) }
    }

    /// How it ended; nil while the thread is at it.
    func outcome() -> Outcome? {
        if end == nil { end = look() }
        return end
    }

    private func look() -> Outcome? {
        var buffer = [UInt8](repeating: 0, count: Int(RUE_FILE_READER_MAXIMUM))
        var count: Int32 = 0
        let result = rue_file_reader_finish(descriptor, &buffer, &count)
        if result == -KernelErrno.tryAgain { return nil }
        if result < 0 { return .failed(errno: -result) }
        if count < 0 { return .failed(errno: -count) }
        let microseconds = buffer.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        return .written(microseconds: microseconds)
    }

}
