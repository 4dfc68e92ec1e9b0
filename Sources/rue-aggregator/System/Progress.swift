import CRueSystem
import Glibc

/// A line on the terminal that tells how far a long work is, once a second.
struct Progress {
    private let isShown = Console.isErrorATerminal
    private var lastMilliseconds = rue_boottime_ms()
    private var hasTold = false

    /// Where it is known how much there is to do.
    mutating func tell(_ done: Int64, of total: Int64, _ what: String = "items") {
        guard total > 0 else { return }
        tell(String(done * 100 / total) + " % of " + String(total) + " " + what)
    }

    /// Where it is not.
    mutating func tell(_ done: Int64) { tell(String(done) + " items") }

    private mutating func tell(_ text: String) {
        let now = rue_boottime_ms()
        guard isShown, now - lastMilliseconds >= 1_000 else { return }
        lastMilliseconds = now
        hasTold = true
        write("\r" + text + "\u{1B}[K")
    }

    func clear() {
        if hasTold { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = rue_write_all(2, bytes, bytes.count)
    }
}
