import CRueSystem
import RueAggregatorCore

/// The server's log: lines on the standard output, each with its time, unless it goes to the
/// journal, which has times of its own.
enum Log {
    private static let isJournal = rue_service_has_journal(1) == 1

    static func write(_ line: String) {
        let time = UTCTime.text(milliseconds: SystemClock.nowMilliseconds)
        let bytes = Array((isJournal ? line + "\n" : time + " " + line + "\n").utf8)
        do throws(Failure) {
            try Console.write(bytes, to: 1)
        } catch {
            // A server does not end because nobody reads its log.
        }
    }
}
