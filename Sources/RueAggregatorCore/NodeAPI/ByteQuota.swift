import RueStore
import RueServer

/// A byte quota for each node: a bucket that fills at a steady rate.
final class ByteQuota: Sendable {
    private struct Bucket: Sendable {
        var bytes: Int64
        var filledMilliseconds: Int64
    }

    private let capacity: Int64
    private let perDay: Int64
    private let fillingTime: Int64
    private let buckets = Locked<[RowID: Bucket]>([:])
    private static let day: Int64 = 86_400_000
    // 32 GiB: with it no product overflows.
    private static let most: Int64 = 1 << 35

    init(_ limits: NodeLimits) {
        capacity = min(max(0, limits.quotaBytes), Self.most)
        perDay = min(max(1, limits.quotaBytesPerDay), Self.most)
        // No bucket takes longer to fill; longer times, as of a clock that was set after the start,
        // overflow a product.
        fillingTime = min(max(0, limits.quotaBytes), Self.most) * Self.day / perDay + 1
    }

    /// Takes bytes out of a node's bucket.
    ///
    /// - Returns: nil, or after how many seconds there will be enough.
    func take(_ count: Int, node: RowID, now: Int64) -> Int64? {
        buckets.withLock { buckets in
            var bucket = buckets[node] ?? Bucket(bytes: capacity, filledMilliseconds: now)
            fill(&bucket, now)
            let missing = Int64(count) - bucket.bytes
            if missing <= 0 { bucket.bytes -= Int64(count) }
            buckets[node] = bucket
            guard missing > 0 else { return nil }
            let milliseconds = (missing * Self.day + perDay - 1) / perDay
            return (milliseconds + 999) / 1_000
        }
    }

    // Fills in whole bytes and keeps the remainder of time, so that many small steps lose nothing.
    private func fill(_ bucket: inout Bucket, _ now: Int64) {
        let passed = min(max(0, now - bucket.filledMilliseconds), fillingTime)
        let gained = passed * perDay / Self.day
        if now < bucket.filledMilliseconds || bucket.bytes + gained >= capacity {
            bucket.bytes = min(capacity, bucket.bytes + gained)
            bucket.filledMilliseconds = now
        } else {
            bucket.bytes += gained
            bucket.filledMilliseconds += gained * Self.day / perDay
        }
    }
}
