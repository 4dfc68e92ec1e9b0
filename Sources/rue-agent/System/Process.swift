internal import CRueSystem

/// The program's surroundings.
enum Process {
    /// The program's own name and what follows it. What is not UTF-8 is replaced.
    static var arguments: [String] {
        var arguments: [String] = []
        for index in 0..<rue_argument_count() {
            if let text = rue_argument(index) { arguments.append(String(cString: text)) }
        }
        return arguments
    }

    /// From now on SIGTERM, SIGINT and SIGHUP come through the descriptor returned, and SIGPIPE not
    /// at all. To be called before any thread is started.
    static func openSignals() throws(AgentFailure) -> Int32 {
        let signals = rue_signals_open()
        if signals >= 0 { return signals }
        throw AgentFailure(
            .system, "cannot take signals: \(SystemError(code: -signals).text)")
    }

    /// Ends the program.
    static func exit(_ status: ExitStatus) {
        rue_exit(status.rawValue)
    }
}
