/// When a record's value was measured (RFC 8428 §4.5.3), to the millisecond.
public enum SenMLTime: Hashable, Sendable {
    /// Milliseconds of Unix time.
    case absolute(milliseconds: Int64)
    /// Milliseconds from the making of the batch; 0 or less in an acceptable one.
    case relative(milliseconds: Int64)

    /// Sums below 2²⁸ seconds are relative.
    static let absoluteMicroseconds: Int64 = 268_435_456_000_000
}
