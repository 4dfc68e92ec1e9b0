/// A value that several threads share.
///
/// `@unchecked Sendable`: the value is touched under the lock only.
public final class Locked<Value>: @unchecked Sendable {
    private let monitor = Monitor()
    private var value: Value

    /// Puts a value under a lock.
    ///
    /// - Parameter value: its first state; the caller keeps no way to what it refers to.
    public init(_ value: Value) { self.value = value }

    /// Looks at the value, or changes it, while no other thread does.
    ///
    /// - Parameter body: is given the value; it must not come back to this lock.
    /// - Returns: what it returned.
    public func withLock<T>(_ body: (inout Value) -> T) -> T {
        monitor.locked { body(&value) }
    }
}
