/// A moment as a wall clock and a calendar show it.
struct LocalTime: Equatable, Sendable {
    let date: CivilDate
    let hour: Int
    let minute: Int
    /// The zone's short name: `CET`.
    let zone: String

    init(secondsSince1970 seconds: Int64, zone: String) {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let ofDay = Int(seconds - days * 86_400)
        date = CivilDate(daysSince1970: Int(days))
        hour = ofDay / 3_600
        minute = ofDay / 60 % 60
        self.zone = zone
    }

    /// `14:05`.
    var time: String { Self.two(hour) + ":" + Self.two(minute) }

    /// `20 Nov`.
    var day: String { "\(date.day)\(NumberText.space)\(monthName)" }

    /// `Fri 20 Nov`.
    var weekday: String { Self.weekdays[(date.daysSince1970 % 7 + 11) % 7] + " " + day }

    /// `20 Nov 2026, 14:05`.
    var full: String { day + " \(date.year), " + time }

    /// `Nov`.
    var monthName: String { Self.months[date.month - 1] }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
