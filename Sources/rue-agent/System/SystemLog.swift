internal import CRueSystem
internal import RueAgentCore

/// The log on standard error, one line each: with its time in front, or for the journal, which has
/// times of its own, with its level.
final class SystemLog: NodeLog {
    private let least: LogLevel
    private let isJournal = rue_service_has_journal(2) == 1

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
