import CRueSystem

enum SystemClock {
    /// UTC in milliseconds since 1970.
    static var nowMilliseconds: Int64 { rue_realtime_ms() }
}
