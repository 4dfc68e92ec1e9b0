/// A value that several threads share.
///
/// Not `Synchronization.Mutex`: the thread sanitizer does not see that one's locking, and reports every use.
///
/// `@unchecked Sendable`: the value is touched under the lock only.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let monitor = Monitor()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<T>(_ body: (inout Value) -> T) -> T {
        monitor.locked { body(&value) }
    }
}
