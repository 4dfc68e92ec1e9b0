import Foundation

/// What the threads around a running program share: its output so far, and how it ended.
///
/// `@unchecked`: every access is under `condition`.
final class ProgramState: @unchecked Sendable {
    private let condition = NSCondition()
    private var output: [UInt8] = []
    private var errorOutput: [UInt8] = []
    private var openPipes = 2
    private var exit: (status: ProgramStatus, usage: ProgramUsage)?

    enum Stream { case output, error }

    func append(_ bytes: some Collection<UInt8>, to stream: Stream) {
        condition.withLock {
            if stream == .output {
                output.append(contentsOf: bytes)
            } else {
                errorOutput.append(contentsOf: bytes)
            }
            condition.broadcast()
        }
    }

    func pipeClosed() {
        condition.withLock {
            openPipes -= 1
            condition.broadcast()
        }
    }

    func exited(_ status: ProgramStatus, usage: ProgramUsage) {
        condition.withLock {
            exit = (status, usage)
            condition.broadcast()
        }
    }

    func text(_ stream: Stream) -> String {
        condition.withLock {
            String(decoding: stream == .output ? output : errorOutput, as: UTF8.self)
        }
    }

    var ended: (status: ProgramStatus, usage: ProgramUsage)? {
        condition.withLock { exit }
    }

    var transcript: String {
        text(.output) + "\n--- on its error output:\n" + text(.error)
    }

    /// Calls `check` whenever something changed, until it returns a value or time is up; `check`
    /// is told whether nothing more can come.
    func wait<T>(
        seconds: Double, until check: (_ lines: [String], _ isOver: Bool) throws -> T?
    ) rethrows -> T? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        defer { condition.unlock() }
        while true {
            let isOver = exit != nil && openPipes == 0
            if let result = try check(completeLines(isOver: isOver), isOver) { return result }
            guard condition.wait(until: deadline) else { return nil }
        }
    }

    /// Called under the lock.
    private func completeLines(isOver: Bool) -> [String] {
        [output, errorOutput].flatMap { bytes in
            var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            if !isOver { lines.removeLast() }
            return lines.map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
