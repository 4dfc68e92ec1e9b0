public import RueHTTP

/// What a server listens on, and its limits. The defaults are the protocol's.
public struct ServerConfiguration: Sendable {
    /// The ports.
    public var listeners: [Listener]
    /// How many threads serve connections.
    public var eventLoops = 2
    /// What the parser refuses, before any route is asked.
    public var limits = HTTPLimits()
    /// For the handshake, and then for each request from its first byte to its last, in ms.
    /// Absolute: a byte now and then does not lengthen it.
    public var requestTimeoutMilliseconds: UInt64 = 10_000
    /// How long a connection may stay without a request begun, in ms.
    public var idleTimeoutMilliseconds: UInt64 = 75_000
    /// For a client to take a response, in ms, beside the time that its length is worth.
    public var writeTimeoutMilliseconds: UInt64 = 10_000
    /// How fast a client must take a long response at least, in bytes a second.
    public var minimumWriteBytesPerSecond = 64 << 10
    /// How long a connection that is to be closed is listened to, in ms, so that the client reads
    /// the last answer instead of a reset.
    public var drainTimeoutMilliseconds: UInt64 = 2_000
    /// The most bytes thrown away during that time.
    public var drainLimitBytes = 4 << 20
    /// The most connections of one address; one more closes the oldest idle one.
    public var maximumConnectionsPerAddress = 256
    /// The most connections of all; for one more the address with the most makes room, with its
    /// oldest idle one or else with its slowest request. Where no address has clearly more than the
    /// new one's, the oldest idle one is closed of those addresses that have no fewer.
    public var maximumConnections = 4_096
    /// The most streams (``Responder/stream(_:onClose:)``) open at once; one more is answered with
    /// ``HTTPError/noStreamLeft``. They are never closed to make room, so there should be fewer
    /// than connections of one address: else a browser that opens them all locks itself out.
    public var maximumStreams = 128
    /// The most bytes of a stream that may wait for the client to take them.
    public var maximumStreamBacklogBytes = 256 << 10

    /// The most bytes of unfinished requests of all connections together. Above it, requests that
    /// have sent more than ``smallRequestBytes`` are answered with ``HTTPError/overloaded``, so
    /// that many slow senders of large bodies cannot take all memory.
    public var maximumHeldBytes = 64 << 20
    /// A request that has sent no more is never refused for ``maximumHeldBytes``: a node's live
    /// batch is smaller.
    public var smallRequestBytes = 16 << 10

    /// The defaults for some listeners.
    public init(listeners: [Listener]) {
        self.listeners = listeners
    }
}
