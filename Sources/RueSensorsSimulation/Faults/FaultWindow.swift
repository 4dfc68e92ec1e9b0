/// When something goes wrong. Times are in milliseconds since the start of whatever they are told of.
public struct FaultWindow: Equatable, Sendable {
    /// When it begins for the first time.
    public let afterMilliseconds: UInt64
    /// How long it lasts; nil for ever.
    public let forMilliseconds: UInt64?
    /// From one beginning to the next, longer than it lasts; nil for once only.
    public let everyMilliseconds: UInt64?

    /// Always.
    public static let always = FaultWindow()

    /// Some time, once or again and again.
    ///
    /// - Parameters:
    ///   - afterMilliseconds: when it begins for the first time.
    ///   - forMilliseconds: how long it lasts; nil for ever.
    ///   - everyMilliseconds: from one beginning to the next; nil for once only.
    public init(
        afterMilliseconds: UInt64 = 0, forMilliseconds: UInt64? = nil,
        everyMilliseconds: UInt64? = nil
    ) {
        self.afterMilliseconds = afterMilliseconds
        self.forMilliseconds = forMilliseconds
        self.everyMilliseconds = everyMilliseconds
    }

    /// How many times it was over before, if it is going on.
    ///
    /// - Parameter milliseconds: the moment.
    /// - Returns: 0 for the first time; nil while nothing goes wrong. From each beginning on, to
    ///   before the end.
    public func occurrence(at milliseconds: UInt64) -> UInt64? {
        guard milliseconds >= afterMilliseconds else { return nil }
        var passed = milliseconds - afterMilliseconds
        var count: UInt64 = 0
        if let everyMilliseconds, everyMilliseconds > 0 {
            (count, passed) = passed.quotientAndRemainder(dividingBy: everyMilliseconds)
        }
        guard let forMilliseconds else { return count }
        return passed < forMilliseconds ? count : nil
    }
}
