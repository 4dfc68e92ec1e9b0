internal import CEvent
import Glibc

/// A socket that listens, and what serves its connections.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let tls: TLSContext?
    let application: Application

    /// Opens a listener's sockets, one for each family that the machine has, on the same port.
    static func open(
        _ listener: Listener
    ) throws(ServerError) -> (port: UInt16, sockets: [ListeningSocket]) {
        let context = try listener.tls.map { identity throws(ServerError) in
            try TLSContext(identity)
        }
        // The kernel chooses a port for the first family; the second one's may be taken.
        var attemptsLeft = listener.port == 0 ? 20 : 1
        while true {
            attemptsLeft -= 1
            do throws(ServerError) {
                let (port, descriptors) = try open(listener.port, listener.isLoopbackOnly)
                let sockets = descriptors.map {
                    ListeningSocket(
                        descriptor: $0, tls: context, application: listener.application)
                }
                return (port, sockets)
            } catch {
                guard case .portInUse = error, attemptsLeft > 0 else { throw error }
            }
        }
    }

    private static func open(
        _ port: UInt16, _ isLoopbackOnly: Bool
    ) throws(ServerError) -> (port: UInt16, descriptors: [Int32]) {
        var port = port
        var descriptors: [Int32] = []
        do throws(ServerError) {
            for isIPv6 in [true, false] {
                let result = rue_listen(isIPv6 ? 1 : 0, isLoopbackOnly ? 1 : 0, port)
                if result < 0 && isMissingFamily(-result) { continue }
                guard result >= 0 else { throw error(port, -result) }
                descriptors.append(result)
                port = UInt16(clamping: rue_bound_port(result))
            }
            if descriptors.isEmpty { throw .cannotListen(port: port, errno: EAFNOSUPPORT) }
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
        return (port, descriptors)
    }

    /// A machine without one of the two families is served on the other.
    private static func isMissingFamily(_ errno: Int32) -> Bool {
        errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL || errno == EPROTONOSUPPORT
    }

    private static func error(_ port: UInt16, _ errno: Int32) -> ServerError {
        switch errno {
        case EADDRINUSE: .portInUse(port)
        case EACCES, EPERM: .portForbidden(port)
        default: .cannotListen(port: port, errno: errno)
        }
    }
}
