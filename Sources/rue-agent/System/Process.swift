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

    /// Ends the program.
    static func exit(_ status: ExitStatus) {
        rue_exit(status.rawValue)
    }
}
