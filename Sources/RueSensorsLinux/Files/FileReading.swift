internal import CRueSystem
internal import RueSensors

/// A file that a helper thread is reading, because reading it blocks.
final class FileReading {
    /// How it ended.
    enum Outcome {
        case bytes([UInt8])
        case failed(errno: Int32)
    }

    /// Becomes readable with the answer.
    let descriptor: Int32

    /// Starts the thread.
    init(_ path: String) throws(BusError) {
        descriptor = rue_file_reader_start(path)
        guard descriptor >= 0 else { throw .os(errno: -descriptor) }
    }

    /// Does not wait for the thread, which ends by itself.
    deinit {
        if descriptor >= 0 { rue_close(descriptor) }
    }

    /// What was read; nil while the thread is at it. To be asked until it answers, and no more.
    func outcome() -> Outcome? {
        var buffer = [UInt8](repeating: 0, count: Int(RUE_FILE_READER_MAXIMUM))
        var count: Int32 = 0
        let result = rue_file_reader_finish(descriptor, &buffer, &count)
        if result == -KernelErrno.tryAgain { return nil }
        if result < 0 { return .failed(errno: -result) }
        if count < 0 { return .failed(errno: -count) }
        return .bytes([UInt8](buffer[..<Int(count)]))
    }

}
