public import RueSensors

/// What drivers count of the frames that DHTs send: a rising share of bad ones tells of a long wire or a
/// weak supply long before a sample fails.
public struct FrameCounters: Equatable, Sendable {
    /// Frames that were asked for.
    public internal(set) var attempts: UInt64 = 0

    /// Frames that lacked too many edges.
    public internal(set) var truncated: UInt64 = 0

    /// Frames whose checksum was wrong.
    public internal(set) var checksumFailures: UInt64 = 0

    /// Frames that lacked an edge and were made good.
    public internal(set) var recovered: UInt64 = 0

    /// What a driver counted so far.
    /// - Parameter counters: the driver's.
    public init(_ counters: DHT22.Counters) {
        attempts = counters.attempts
        truncated = counters.truncated
        checksumFailures = counters.checksumFailures
        recovered = counters.recovered
    }

    mutating func add(_ other: FrameCounters) {
        attempts += other.attempts
        truncated += other.truncated
        checksumFailures += other.checksumFailures
        recovered += other.recovered
    }
}
