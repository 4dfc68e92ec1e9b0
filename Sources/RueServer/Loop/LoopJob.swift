/// What other threads ask of an event loop.
enum LoopJob: Sendable {
    /// Serve this socket from now on.
    case adopt(AcceptedSocket)
    /// Send the answer to the connection's request.
    case answer(connection: UInt64, ConnectionAnswer)
    /// A stream has something for its connection.
    case serveStream(connection: UInt64)
    /// Close a connection that has to make room.
    case evict(connection: UInt64)
    /// Close a connection that has to make room though its request is on its way.
    case cutOff(connection: UInt64)
    /// Say that the loop still runs.
    case showLife
    /// Take no more connections and end when those in use are done, or at this time at the latest.
    case stop(deadline: UInt64)
}
