import RueAggregatorCore

/// The server's log: lines on the standard output, each with its time.
enum Log {
    static func write(_ line: String) {
        let time = UTCTime.text(milliseconds: SystemClock.nowMilliseconds)
        let bytes = Array((time + " " + line + "\n").utf8)
        do throws(Failure) {
            try Console.write(bytes, to: 1)
        } catch {
            // A server does not end because nobody reads its log.
        }
    }
}
