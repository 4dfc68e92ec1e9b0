/// A clock that somebody, or a bad server of time, sets wrong for a while.
public struct ClockJump: Equatable, Sendable {
    /// The word in a configuration.
    public static let word = "clock-jump"

    /// How far the node's clock is ahead meanwhile, in milliseconds; behind, if negative.
    public let byMilliseconds: Int64

    /// When.
    public let times: FaultTimes

    /// A clock that is set wrong for a while.
    /// - Parameters:
    ///   - byMilliseconds: how far it is ahead meanwhile; behind, if negative.
    ///   - times: when.
    public init(byMilliseconds: Int64, times: FaultTimes) {
        self.byMilliseconds = byMilliseconds
        self.times = times
    }
}
