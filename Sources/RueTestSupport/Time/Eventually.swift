import Foundation

/// Waits until something that another thread or another program does has happened.
///
/// - Parameters:
///   - seconds: how long it blocks at most.
///   - condition: asked again and again, at once for the first time, whether it has.
/// - Returns: whether it has.
/// - Throws: what `condition` throws.
public func eventually(
    within seconds: Double = 10, _ condition: () throws -> Bool
) rethrows -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while try !condition() {
        guard Date() < deadline else { return false }
        Thread.sleep(forTimeInterval: 0.002)
    }
    return true
}
