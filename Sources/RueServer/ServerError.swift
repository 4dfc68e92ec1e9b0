import Glibc

/// Why a server did not start.
public enum ServerError: Error, Equatable, Sendable {
    /// Another program listens on this port.
    case portInUse(UInt16)
    /// The system does not let this user listen on this port.
    case portForbidden(UInt16)
    /// Listening on this port failed for another reason.
    case cannotListen(port: UInt16, errno: Int32)
    /// OpenSSL does not take the key and certificate.
    case tls(String)
    /// The system has no descriptors, threads or memory left for an event loop.
    case outOfResources
}

extension ServerError: CustomStringConvertible {
    /// What happened and what to do, for a person.
    public var description: String {
        switch self {
        case .portInUse(let port):
            "port \(port) is in use by another program; stop that one or choose another port"
        case .portForbidden(let port):
            "no permission to listen on port \(port); choose one above 1023"
        case .cannotListen(let port, let errno):
            "cannot listen on port \(port): \(String(cString: strerror(errno)))"
        case .tls(let reason): "TLS cannot start: \(reason)"
        case .outOfResources: "the system has no descriptors or threads left for the server"
        }
    }
}
