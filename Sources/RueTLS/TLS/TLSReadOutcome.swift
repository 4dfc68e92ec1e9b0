/// What reading from a connection gave.
public enum TLSReadOutcome: Equatable, Sendable {
    /// Bytes, 1 or more. There may be more that poll does not know of: read until `.wantsRead`.
    case bytes([UInt8])
    /// The server ended the connection in order; nothing more comes.
    case end
    /// Nothing yet: to be called again when the socket is readable.
    case wantsRead
    /// Nothing yet: to be called again when the socket is writable.
    case wantsWrite
}
