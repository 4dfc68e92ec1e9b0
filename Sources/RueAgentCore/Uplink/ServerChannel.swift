public import RueWire

/// A pinned TLS connection to the server as the uplink sees it: bytes out, bytes in, nothing
/// blocks. The backend resolves, connects and shakes hands; whoever drives it calls `advance`
/// when its descriptor is ready.
public protocol ServerChannel: AnyObject {
    /// Begins to reach the server, from nothing.
    func open()

    /// Takes the next step of opening.
    /// - Returns: how far it is; `open` once bytes can flow.
    /// - Throws: `ChannelError`; the channel is closed then.
    func advance() throws(ChannelError) -> ChannelPhase

    /// Sends what fits.
    /// - Parameter bytes: what to send.
    /// - Returns: how many bytes were taken; 0 when none fit now.
    /// - Throws: `ChannelError`; the channel is closed then.
    func send(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int

    /// Takes what has come.
    /// - Returns: bytes, nothing, or the end.
    /// - Throws: `ChannelError`; the channel is closed then.
    func receive() throws(ChannelError) -> ChannelInput

    /// Ends the connection, whatever its state.
    func close()

    /// The pin of the TLS key that the server showed, once the handshake is done.
    var peerPin: Pin? { get }
}

/// How far a channel is.
public enum ChannelPhase: Equatable, Sendable {
    /// The server's name is being looked up.
    case resolving
    /// A TCP connection is being made.
    case connecting
    /// TLS is being agreed on.
    case handshaking
    /// Bytes can flow.
    case open
}

/// What a channel gives.
public enum ChannelInput: Equatable, Sendable {
    /// Bytes from the server, at least one.
    case bytes([UInt8])
    /// None for now.
    case nothing
    /// The server has closed the connection.
    case end
}

/// Why a channel failed.
public enum ChannelError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The server could not be reached; says how.
    case unreachable(String)
    /// The one that answered is not the server: its TLS key is not pinned.
    case untrusted(String)
    /// The connection broke.
    case broken(String)

    /// What happened, for a person.
    public var description: String {
        switch self {
        case .unreachable(let text), .untrusted(let text), .broken(let text): text
        }
    }
}
