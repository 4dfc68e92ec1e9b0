/// What a connection needs to go on.
public enum TLSProgress: Equatable, Sendable {
    /// Nothing: it is done.
    case done
    /// To be called again when the socket is readable.
    case wantsRead
    /// To be called again when the socket is writable.
    case wantsWrite
}
