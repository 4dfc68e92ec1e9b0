/// What an uplink is doing.
public enum UplinkState: Equatable, Sendable, CustomStringConvertible {
    /// There is nothing to send.
    case idle
    /// The server's name is being looked up.
    case resolving
    /// A TCP connection is being made.
    case connecting
    /// TLS is being agreed on.
    case handshake
    /// A request is on its way out.
    case sending
    /// The answer has not come yet.
    case waiting
    /// Something failed; the next attempt is in a while.
    case backoff
    /// The server has revoked this node; nothing is sent any more.
    case revoked

    /// The state in one word.
    public var description: String {
        switch self {
        case .idle: "idle"
        case .resolving: "resolving"
        case .connecting: "connecting"
        case .handshake: "handshake"
        case .sending: "sending"
        case .waiting: "waiting"
        case .backoff: "backoff"
        case .revoked: "revoked"
        }
    }
}
