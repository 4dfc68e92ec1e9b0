import Foundation

/// Waits until something that another thread or another program does has happened. Blocks for ten
/// seconds at most.
///
/// - Parameter condition: asked again and again, at once for the first time, whether it has.
/// - Returns: whether it has.
/// - Throws: what `condition` throws.
public func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Date(timeIntervalSinceNow: 10)
    while try !condition() {
        guard Date() < deadline else { return false }
        Thread.sleep(forTimeInterval: 0.002)
    }
    return true
}
