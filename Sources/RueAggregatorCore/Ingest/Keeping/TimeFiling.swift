import RueStore
import RueWire

/// Under which times an item is filed (PROTOCOL, Time).
struct TimeFiling: Equatable {
    /// In milliseconds since 1970; nil while the boot's clock is not known.
    var times: ItemTimes?
    /// On the boot's clock, where `times` are nil.
    var uptimes: ItemTimes?
    /// Why the times are the server's guess; nil where they are the node's.
    var oddity: EventKind?
    /// Whether the times are the server's guess.
    var isUncertain: Bool { oddity != nil }
    /// UTC at the boot's uptime zero, where this item is the first to tell it.
    var learntOffset: Int64?

    /// Nothing is known, as of a rotation or of what is in quarantine.
    static let none = TimeFiling()

    private static let day: Int64 = 86_400_000

    /// Files a batch.
    ///
    /// - Parameters:
    ///   - range: the times of its first and last record, absolute if `link` has a UTC time, else
    ///     from its making.
    ///   - link: its chain header.
    ///   - offset: UTC at uptime zero of its boot, where known.
    ///   - now: the server's time; before 2025 its clock is not set, and judges nobody's.
    init(
        _ range: ClosedRange<Int64>, link: ChainLink, bootOffset offset: Int64?, now: Int64
    ) {
        let uptime = Int64(clamping: link.uptimeMilliseconds)
        if let utc = link.utcMilliseconds.map({ Int64(clamping: $0) }) {
            times = ItemTimes(first: range.lowerBound, last: range.upperBound)
            if Self.isAhead(max(utc, range.upperBound), now) {
                fileByReceipt(now, .clockAhead)
            } else if offset == nil {
                learntOffset = utc - uptime
            }
            return
        }
        let onBoot = ItemTimes(
            first: uptime + range.lowerBound, last: uptime + range.upperBound)
        guard let offset else {
            uptimes = onBoot
            return
        }
        times = ItemTimes(first: onBoot.first + offset, last: onBoot.last + offset)
        if onBoot.first + offset < WireLimits.earliestMilliseconds {
            fileByReceipt(now, .timeTooEarly)
        } else if Self.isAhead(onBoot.last + offset, now) {
            fileByReceipt(now, .clockAhead)
        }
    }

    private init() {}

    private mutating func fileByReceipt(_ now: Int64, _ oddity: EventKind) {
        // Never a row in 1970, even by a server whose own clock is not set.
        let receipt = max(now, WireLimits.earliestMilliseconds)
        times = ItemTimes(first: receipt, last: receipt)
        self.oddity = oddity
    }

    private static func isAhead(_ time: Int64, _ now: Int64) -> Bool {
        now >= WireLimits.earliestMilliseconds && time > now + day
    }

    /// How much time the records span, in milliseconds.
    var span: Int64 {
        (times ?? uptimes).map { $0.last - $0.first } ?? 0
    }
}
