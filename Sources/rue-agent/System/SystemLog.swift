internal import CRueSystem
internal import RueAgentCore

/// The log on standard error, one line each: with its time in front, or for the journal, which has
/// times of its own, with its level.
final class SystemLog: NodeLog {
    private let least: LogLevel
    private let isJournal = SystemLog.hasText(rue_environment("JOURNAL_STREAM"))

    private static func hasText(_ value: UnsafePointer<CChar>?) -> Bool {
        value.map { $0[0] != 0 } ?? false
    }

    init(isVerbose: Bool) {
        least = isVerbose ? .debug : .info
    }

    func note(_ level: LogLevel, _ message: String) {
        if level < least { return }
        if isJournal { return Console.printError("<\(level.priority)>\(message)") }
        let mark =
            switch level {
            case .debug, .info: ""
            case .warning: "warning: "
            case .error: "error: "
            }
        Console.printError("\(Timestamp.text(milliseconds: SystemTime.utc)) \(mark)\(message)")
    }
}
