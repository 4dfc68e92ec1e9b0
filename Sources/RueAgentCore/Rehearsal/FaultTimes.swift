/// When a fault comes, in milliseconds since the program's start.
public struct FaultTimes: Equatable, Sendable {
    /// When it begins for the first time.
    public let afterMilliseconds: UInt64

    /// How long it lasts.
    public let forMilliseconds: UInt64

    /// From one beginning to the next, longer than it lasts; nil for once only.
    public let everyMilliseconds: UInt64?

    /// When a fault comes.
    /// - Parameters:
    ///   - afterMilliseconds: when it begins for the first time.
    ///   - forMilliseconds: how long it lasts.
    ///   - everyMilliseconds: from one beginning to the next; nil for once only.
    public init(
        afterMilliseconds: UInt64, forMilliseconds: UInt64, everyMilliseconds: UInt64? = nil
    ) {
        self.afterMilliseconds = afterMilliseconds
        self.forMilliseconds = forMilliseconds
        self.everyMilliseconds = everyMilliseconds
    }
}
