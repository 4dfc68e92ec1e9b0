internal import CRueSystem

/// A client's non-blocking TCP socket (TCP_NODELAY). Dropping it closes it.
public final class TCPSocket {
    /// For poll: writable when the connection has an outcome.
    public let descriptor: Int32
    private let peer: String

    /// Begins to connect. Does not block.
    /// - Parameter address: where to.
    /// - Throws: `.system` when the system refuses at once, for one because no network is there.
    public init(connectingTo address: NetworkAddress) throws(NetworkError) {
        var system = address.system
        let result = rue_connect_start(&system)
        peer = address.description
        guard result >= 0 else {
            throw .system(attempt: "connect to \(address.description)", errno: -result)
        }
        descriptor = result
    }

    deinit {
        rue_close(descriptor)
    }

    /// Tells the outcome of connecting once the descriptor is writable. Does not block.
    /// - Throws: `.system` when it failed, for one because no one listens there.
    public func finishConnecting() throws(NetworkError) {
        let result = rue_connect_finish(descriptor)
        guard result == 0 else { throw .system(attempt: "connect to \(peer)", errno: -result) }
    }
}
