public import RueWire

/// What a link tells a node about this server, and where `serve` listens; not secret.
public struct ServerSettings: Equatable, Sendable {
    /// The names or addresses under which nodes reach this machine, best first; never empty.
    public var hosts: [String]
    /// The port of the node API.
    public var port: UInt16
    /// The pin of the recovery key, whose private half is in the recovery kit alone.
    public var recoveryPin: Pin

    /// Puts settings together.
    ///
    /// - Parameters:
    ///   - hosts: the names or addresses under which nodes reach this machine, best first.
    ///   - port: the port of the node API.
    ///   - recoveryPin: the pin of the recovery key.
    public init(hosts: [String], port: UInt16, recoveryPin: Pin) {
        self.hosts = hosts
        self.port = port
        self.recoveryPin = recoveryPin
    }

    /// Whether a name or address can stand in a link (PROTOCOL, Enrolment).
    ///
    /// - Parameter host: a DNS name, an IPv4 address, or an IPv6 address without brackets.
    /// - Returns: whether a node would read it back from the link.
    public static func isUsable(host: String) -> Bool {
        guard (1...255).contains(host.utf8.count) else { return false }
        if host.contains(":") {
            let colons = host.utf8.count { $0 == UInt8(ascii: ":") }
            return colons >= 2 && host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return host.allSatisfy {
            ($0.isASCII && ($0.isLetter || $0.isNumber)) || "-._".contains($0)
        }
            && !host.hasPrefix("-") && !host.hasPrefix(".")
    }

    /// The file's text: `name = value`, one a line.
    public var text: String {
        var text = "# Settings of this Rue aggregator. Nothing here is secret.\n"
        for host in hosts { text += "host = " + host + "\n" }
        return text + "port = " + String(port) + "\n"
            + "recovery-pin = " + Base64URL.encode(recoveryPin.bytes) + "\n"
    }

    /// Reads the file's text.
    ///
    /// - Parameters:
    ///   - text: what the file holds.
    ///   - path: where it is, for errors.
    /// - Throws: `.settings` with the line at fault.
    public init(parsing text: String, path: String) throws(SetupError) {
        var hosts: [String] = []
        var port: UInt16?
        var pin: Pin?
        for entry in SettingLine.entries(text) {
            guard let (name, value) = entry.content else {
                throw .settings(path: path, line: entry.line, reason: SettingLine.expected)
            }
            switch name {
            case "host" where Self.isUsable(host: value): hosts.append(value)
            case "port" where UInt16(value) != nil: port = UInt16(value)
            case "recovery-pin" where Self.pin(value) != nil: pin = Self.pin(value)
            case "host", "port", "recovery-pin":
                throw .settings(
                    path: path, line: entry.line,
                    reason: "'" + TerminalText.escaped(value) + "' is no value for " + name)
            default:
                throw .settings(
                    path: path, line: entry.line,
                    reason: "expected host, port or recovery-pin, not '"
                        + TerminalText.escaped(name) + "'")
            }
        }
        guard let port, let pin, !hosts.isEmpty else {
            let missing = hosts.isEmpty ? "host" : port == nil ? "port" : "recovery-pin"
            throw .settings(
                path: path,
                line: text.split(omittingEmptySubsequences: false) { $0.isNewline }.count,
                reason: "a line '" + missing + " = …' is missing")
        }
        self.init(hosts: hosts, port: port, recoveryPin: pin)
    }

    private static func pin(_ text: String) -> Pin? {
        Base64URL.decode(text).flatMap { Pin($0) }
    }
}
