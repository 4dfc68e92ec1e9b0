/// Whether a thread that works through a queue still does.
///
/// It is asked through that very queue, and owes an answer from then on: a thread that hangs, or
/// never comes to what is waiting, is silent.
public final class SignOfLife: Sendable {
    private struct Question {
        let since: UInt64
        /// Whether the queue has taken it.
        var isUnderWay = false
    }

    private let question = Locked<Question?>(nil)

    /// Nothing is owed yet.
    public init() {}

    /// Asks, unless an answer is owed already.
    ///
    /// - Parameters:
    ///   - now: milliseconds of a clock that never falls.
    ///   - ask: puts the question into the queue, from where ``give()`` is called; false when the
    ///     queue is full. Then it is put again at the next call, and the answer is owed all the same.
    /// - Returns: for how many milliseconds the answer has been owed; 0 when none is.
    public func silence(at now: UInt64, ask: () -> Bool) -> UInt64 {
        let (owed, isToAsk) = question.withLock { question in
            let owed = question.map { now - $0.since } ?? 0
            let isToAsk = question?.isUnderWay != true
            // Before it is asked: the answer may be faster than this call.
            question = Question(since: question?.since ?? now, isUnderWay: true)
            return (owed, isToAsk)
        }
        if isToAsk, !ask() { question.withLock { $0?.isUnderWay = false } }
        return owed
    }

    /// The answer; called by the thread in question.
    public func give() { question.withLock { $0 = nil } }
}
