import Synchronization

/// Counts the streams of a whole server.
final class StreamLimit: Sendable {
    private let maximum: Int
    private let open = Atomic<Int>(0)

    init(maximum: Int) { self.maximum = maximum }

    var count: Int { open.load(ordering: .relaxed) }

    /// Whether there was room for one more, which is counted now.
    func enter() -> Bool {
        let (_, new) = open.add(1, ordering: .relaxed)
        if new <= maximum { return true }
        leave()
        return false
    }

    func leave() { open.subtract(1, ordering: .relaxed) }
}
