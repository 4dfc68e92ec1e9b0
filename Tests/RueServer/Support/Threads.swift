import Foundation

/// Runs something on a thread of its own.
func onAnotherThread(_ work: @escaping @Sendable () -> Void) {
    Thread.detachNewThread(work)
}

/// A value that threads hand to each other.
final class Box<Value: Sendable>: Sendable {
    private let condition = NSCondition()
    // Guarded by the condition.
    nonisolated(unsafe) private var values: [Value] = []

    func put(_ value: Value) {
        condition.lock()
        values.append(value)
        condition.broadcast()
        condition.unlock()
    }

    /// How many values wait.
    var count: Int {
        condition.lock()
        defer { condition.unlock() }
        return values.count
    }

    /// Takes the oldest value, waiting up to ten seconds for one.
    func take() -> Value? {
        let deadline = Date(timeIntervalSinceNow: 10)
        condition.lock()
        defer { condition.unlock() }
        while values.isEmpty {
            guard condition.wait(until: deadline) else { return nil }
        }
        return values.removeFirst()
    }
}
