import RueSensors

/// Counts the transactions of whatever a driver stands on, and lets one of them fail.
final class FaultPlan {
    /// When in a transaction it fails.
    enum Moment: CaseIterable {
        /// The device hears nothing of it.
        case before
        /// The device did its part, but the answer is lost.
        case after
    }

    /// How many transactions were tried so far: the index of the next one.
    private(set) var count = 0
    /// Which transaction fails, and how.
    var fault: (index: Int, moment: Moment, error: BusError)?

    /// Carries out a transaction, or fails it if it is its turn.
    func carryOut<Answer>(_ transaction: () throws(BusError) -> Answer) throws(BusError) -> Answer {
        let index = count
        count += 1
        guard let fault, fault.index == index else { return try transaction() }
        if fault.moment == .after { _ = try transaction() }
        throw fault.error
    }
}
