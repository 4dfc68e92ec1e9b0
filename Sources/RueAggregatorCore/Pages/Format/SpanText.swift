/// Lengths of time in words, as one says them.
enum SpanText {
    /// A length of time: `12 s`, `6 min`, `3 h`, `5 days`.
    ///
    /// - Parameter milliseconds: its length; below zero counts as zero.
    /// - Returns: a whole number, rounded down, of the largest unit that it reaches.
    static func text(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1_000)
        let space = NumberText.space
        return switch seconds {
        case ..<60: "\(seconds)\(space)s"
        case ..<3_600: "\(seconds / 60)\(space)min"
        case ..<172_800: "\(seconds / 3_600)\(space)h"
        default: NumberText.count(seconds / 86_400) + space + "days"
        }
    }

    /// How long ago: `12 s ago`, `now` within a second.
    static func ago(milliseconds: Int64) -> String {
        milliseconds < 1_000 ? "just now" : text(milliseconds: milliseconds) + " ago"
    }
}
