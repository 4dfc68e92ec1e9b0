internal import RueCommandLine

/// The forms in which what a node needs can be had.
public enum HardwareFormat: CaseIterable, Sendable {
    /// For a person.
    case text
    /// The lines of config.txt.
    case configuration
    /// The modules, as in `/etc/modules-load.d`.
    case modules
    /// For a program: an object of arrays of strings.
    case json

    /// The form's name on a command line.
    public var name: String {
        switch self {
        case .text: "text"
        case .configuration: "config.txt"
        case .modules: "modules"
        case .json: "json"
        }
    }

    /// What a node needs, in this form.
    ///
    /// - Parameter needs: what it needs.
    /// - Returns: lines; none where there is nothing to write.
    public func lines(_ needs: HardwareNeeds) -> [String] {
        switch self {
        case .text: Self.text(needs)
        case .configuration: needs.configLines
        case .modules: needs.modules
        case .json: [Self.json(needs)]
        }
    }

    private static func text(_ needs: HardwareNeeds) -> [String] {
        if needs.groups.isEmpty, needs.configLines.isEmpty { return ["nothing: no sensor is real"] }
        return part("in /boot/firmware/config.txt, below [all]", needs.configLines)
            + part("modules of the kernel", needs.modules)
            + part("groups of the program's user", needs.groups)
            + part("to know", needs.notes)
    }

    private static func part(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["\(title):"] + lines.map { "  " + $0 }
    }

    private static func json(_ needs: HardwareNeeds) -> String {
        let parts = [
            ("config", needs.configLines), ("modules", needs.modules), ("groups", needs.groups),
            ("notes", needs.notes), ("conflicts", needs.conflicts),
        ]
        let members = parts.map {
            "\"\($0.0)\":[" + $0.1.map { JSONText.quoted($0) }.joined(separator: ",") + "]"
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
