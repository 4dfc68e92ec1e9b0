import Glibc

/// The systemd unit that a package brings.
enum ServiceUnit {
    /// As whom it runs the server.
    static let user = "rue-aggregator"
    static let name = "rue-aggregator.service"

    /// Whether systemd knows it, on this machine.
    static var isInstalled: Bool {
        ["/etc", "/usr/lib", "/lib"].contains { exists($0 + "/systemd/system/" + name) }
    }

    /// Whether it starts with the machine.
    static var isEnabled: Bool {
        exists("/etc/systemd/system/multi-user.target.wants/" + name)
    }

    /// Whether systemd runs this machine.
    static var isManaged: Bool { exists("/run/systemd/system") }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
