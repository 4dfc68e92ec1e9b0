import RueStore

/// A poll that waits for its answer.
struct HeldPoll: Sendable {
    let poll: Poll
    /// When it is answered even if there is nothing to tell: milliseconds of the monotonic clock.
    let until: UInt64
    let reply: NodeAPI.Reply
}

/// The polls that are held, one for each node.
struct HeldPolls {
    /// What becomes of a new poll.
    enum Admission {
        case held
        /// It is held in the place of an older one, which is to be answered now.
        case replacing(HeldPoll)
        /// There are too many.
        case refused
    }

    private let maximum: Int
    private var byNode: [RowID: HeldPoll] = [:]

    init(maximum: Int) { self.maximum = maximum }

    var count: Int { byNode.count }

    /// When the next one's time is over.
    var nextDeadline: UInt64? { byNode.values.lazy.map(\.until).min() }

    mutating func hold(_ held: HeldPoll) -> Admission {
        guard byNode.count < maximum || byNode[held.poll.node] != nil else { return .refused }
        guard let older = byNode.updateValue(held, forKey: held.poll.node) else { return .held }
        return .replacing(older)
    }

    /// Takes out those that are to be answered: the time is over, or there is something to tell.
    mutating func take(at now: UInt64, orWhere hasNews: (Poll) -> Bool) -> [HeldPoll] {
        let due = byNode.values.filter { $0.until <= now || hasNews($0.poll) }
        for held in due { byNode[held.poll.node] = nil }
        return due
    }

    mutating func takeAll() -> [HeldPoll] { take(at: .max) { _ in true } }
}
