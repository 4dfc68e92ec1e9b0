/// What a node knows of the time at one moment.
public struct NodeTime: Equatable, Sendable {
    /// Milliseconds since boot, sleep included (CLOCK_BOOTTIME); never goes back within a boot.
    public let uptimeMilliseconds: UInt64

    /// Milliseconds since 1970 UTC, nil while the node cannot know them.
    public let utcMilliseconds: UInt64?

    /// What a node knows of the time at one moment.
    /// - Parameters:
    ///   - uptimeMilliseconds: milliseconds since boot.
    ///   - utcMilliseconds: milliseconds since 1970 UTC, if known.
    public init(uptimeMilliseconds: UInt64, utcMilliseconds: UInt64?) {
        self.uptimeMilliseconds = uptimeMilliseconds
        self.utcMilliseconds = utcMilliseconds
    }

    /// The clock on whose grid sensors are sampled: that of the day, else that of the boot.
    var gridMilliseconds: UInt64 { utcMilliseconds ?? uptimeMilliseconds }
}
