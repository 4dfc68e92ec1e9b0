/// What writing to a connection did.
public enum TLSWriteOutcome: Equatable, Sendable {
    /// So many bytes went, 1 or more, perhaps not all.
    case written(Int)
    /// None went: to be called again, with the same bytes, when the socket is readable.
    case wantsRead
    /// None went: to be called again, with the same bytes, when the socket is writable.
    case wantsWrite
}
