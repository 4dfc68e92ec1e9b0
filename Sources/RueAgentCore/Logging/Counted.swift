/// A number with its noun: `1 batch`, `2 batches`.
///
/// - Parameters:
///   - count: how many.
///   - one: the noun for one.
///   - many: the noun for any other number.
/// - Returns: both, parted by a space.
public func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
}
