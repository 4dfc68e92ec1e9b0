/// What a sampler counts since it was made.
public struct SampleCounters: Equatable, Sendable {
    /// Samples that were begun.
    public internal(set) var attempts: UInt64 = 0

    /// Samples that failed.
    public internal(set) var faults: UInt64 = 0

    /// Readings that a driver had to repair.
    public internal(set) var recovered: UInt64 = 0

    /// Readings of a device that looks like a clone or a failing part.
    public internal(set) var suspect: UInt64 = 0

    /// Slots that passed without a sample, because the node was busy or asleep.
    public internal(set) var skipped: UInt64 = 0

    /// Nothing counted yet.
    public init() {}
}
