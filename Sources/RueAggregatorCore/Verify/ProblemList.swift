/// What does not bear out: all counted, the first kept.
public struct ProblemList: Equatable, Sendable {
    /// How many there are.
    public private(set) var count = 0
    /// The first of them, at most ``mostTold``.
    public private(set) var told: [VerifyProblem] = []

    /// How many are told one by one.
    public static let mostTold = 100

    mutating func note(_ problem: VerifyProblem) {
        count += 1
        if told.count < Self.mostTold { told.append(problem) }
    }
}
