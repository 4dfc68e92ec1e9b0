internal import CRueSystem

/// A question for a host's addresses, asked by a helper thread, since the system's resolver blocks
/// for as long as the network is away. Dropping the resolver abandons the question.
public final class Resolver {
    /// Becomes readable when the answer is there.
    public let descriptor: Int32
    private let host: String

    /// Begins to resolve. Does not block.
    /// - Parameters:
    ///   - host: a name or a numeric address, without brackets.
    ///   - port: the TCP port that the addresses will have.
    /// - Throws: `.system` when no thread can be started.
    public init(host: String, port: UInt16) throws(NetworkError) {
        let result = rue_resolve_start(host, port)
        guard result >= 0 else {
            throw .system(attempt: "look up \(host)", errno: -result)
        }
        self.descriptor = result
        self.host = host
    }

    deinit {
        rue_close(descriptor)
    }

    /// Takes the answer. Does not block.
    /// - Returns: at most 16 addresses to try in this order (RFC 6724, IPv6 and IPv4 alternating as
    ///   RFC 8305 §4 has it), or nil while there is no answer yet.
    /// - Throws: `.unresolved`; `.system` when the helper broke or the answer was taken before.
    public func addresses() throws(NetworkError) -> [NetworkAddress]? {
        var found = [rue_address](repeating: rue_address(), count: Int(RUE_RESOLVER_MAXIMUM))
        var reason: Int32 = 0
        let result = found.withUnsafeMutableBufferPointer {
            rue_resolve_finish(descriptor, $0.baseAddress, &reason)
        }
        switch result {
        case 1...: return found.prefix(Int(result)).map { NetworkAddress($0) }
        case -EAGAIN: return nil
        case -ENXIO:
            throw .unresolved(host: host, reason: String(cString: rue_resolve_error_text(reason)))
        default: throw .system(attempt: "look up \(host)", errno: -result)
        }
    }
}
