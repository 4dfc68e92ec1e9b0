import CRueSystem

/// The program's outputs.
enum Console {
    /// Writes to the standard output, all of it.
    static func write(_ text: String) throws(Failure) {
        try write(Array(text.utf8), to: 1)
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        let result = rue_write_all(descriptor, bytes, bytes.count)
        guard result < 0 else { return }
        // Whoever read it has gone, as `head` does: that is no failure to speak of.
        if result == -brokenPipe { throw Failure(.success, "") }
        throw Failure(
            .inputOutput, "cannot write: " + String(cString: rue_error_text(result)))
    }

    /// Something is wrong.
    static func complain(_ text: String) {
        note("rue-aggregator: " + text)
    }

    /// One line on the error output; there is nobody to tell when that fails.
    static func note(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = rue_write_all(2, line, line.count)
    }

    /// A question on the error output, with the answer to follow on its line.
    static func prompt(_ text: String) {
        let bytes = Array(text.utf8)
        _ = rue_write_all(2, bytes, bytes.count)
    }

    static var isErrorATerminal: Bool { rue_is_terminal(2) == 1 }
    static var isInputATerminal: Bool { rue_is_terminal(0) == 1 }

    /// EPIPE of Linux.
    private static let brokenPipe: Int32 = 32
}
