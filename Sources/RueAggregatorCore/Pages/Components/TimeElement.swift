/// A moment: text in the server's zone, which the script of the page writes again in the browser's.
enum TimeElement {
    /// How much of it is written.
    enum Form: String {
        /// `14:05`.
        case time
        /// `20 Nov, 14:05`.
        case dayTime = "day-time"
        /// `20 Nov 2026, 14:05`.
        case full
    }

    static func html(_ milliseconds: Int64, _ zone: ServerZone, _ form: Form) -> HTML {
        HTML(
            "time",
            ["datetime": UTCTime.text(milliseconds: milliseconds), "data-time": form.rawValue]
        ) { text(milliseconds, zone, form) }
    }

    static func text(_ milliseconds: Int64, _ zone: ServerZone, _ form: Form) -> String {
        let local = zone.local(milliseconds: milliseconds)
        return switch form {
        case .time: local.time
        case .dayTime: local.day + ", " + local.time
        case .full: local.full
        }
    }
}
