/// Where a node says what happens, one line each.
public protocol NodeLog: AnyObject {
    /// Takes a line.
    /// - Parameters:
    ///   - level: how much it matters.
    ///   - message: one line for a person, without a line feed and without secrets.
    func note(_ level: LogLevel, _ message: String)
}

/// How much a line of the log matters.
public enum LogLevel: Int, Comparable, Sendable {
    /// For someone who looks for a fault.
    case debug
    /// What happens in good order.
    case info
    /// Something failed that the node mends by itself.
    case warning
    /// Something that a person must see to.
    case error

    /// Orders levels by weight.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The level as syslog numbers it, which systemd reads as `<n>` at the start of a line.
    public var priority: Int {
        switch self {
        case .debug: 7
        case .info: 6
        case .warning: 4
        case .error: 3
        }
    }
}
