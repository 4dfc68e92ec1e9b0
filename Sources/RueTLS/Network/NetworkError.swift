internal import CRueSystem

/// Why a server could not be found or reached.
public enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A host's name has no address; holds the resolver's reason.
    case unresolved(host: String, reason: String)
    /// The system refused; says what was tried, and holds the errno.
    case system(attempt: String, errno: Int32)

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .unresolved(let host, let reason):
            "cannot find the address of \(host): \(reason)"
                + (rue_mdns_is_local(host) == 1
                    ? " (only its own network knows a name in .local: is this machine on the same "
                        + "one, and does avahi-daemon run there? Its IP address works as well)"
                    : "")
        case .system(let attempt, let errno):
            "cannot \(attempt): \(String(cString: rue_error_text(errno)))"
        }
    }
}
