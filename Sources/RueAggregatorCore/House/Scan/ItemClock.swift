import RueStore
import RueWire

/// When an item's records were measured, on the UTC scale.
struct ItemClock {
    /// The first and last time that the server filed the item under.
    let times: ItemTimes?
    /// Whether those are the server's guess.
    let isUncertain: Bool
    /// UTC at uptime zero of the item's boot; nil until known.
    let bootOffsetMilliseconds: Int64?

    /// By what the store knows of an item that is read where it lies.
    init(_ item: ScannedItem) {
        times = item.times
        isUncertain = item.isUncertain
        bootOffsetMilliseconds = item.bootOffsetMilliseconds
    }

    /// By what the store knows of an item.
    init(_ item: StoredItem) {
        times = item.times
        isUncertain = item.isUncertain
        bootOffsetMilliseconds = item.bootOffsetMilliseconds
    }

    /// A record's time by the boot's offset where the record has only an uptime. What the server
    /// filed by its own clock, because the node's was absurd, stays within that.
    ///
    /// - Parameters:
    ///   - time: the record's.
    ///   - uptime: that of the item's making, in milliseconds.
    /// - Returns: milliseconds since 1970; nil while the boot's clock is not known.
    func milliseconds(_ time: SenMLTime, madeAt uptime: UInt64) -> Int64? {
        switch time {
        case .absolute(let milliseconds): return filed(milliseconds)
        case .relative(let milliseconds):
            guard let offset = bootOffsetMilliseconds else {
                return times.map { Self.bounded($0.last) }
            }
            return filed(Self.bounded(offset) + Int64(uptime) + milliseconds)
        }
    }

    /// A node's own word on a time, where the server does not know better.
    func filed(_ own: Int64) -> Int64 {
        guard isUncertain, let times else { return Self.bounded(own) }
        return Self.bounded(min(max(own, times.first), times.last))
    }

    /// No further from 1970 than the year 9999: what a damaged store says of times must not
    /// overflow later.
    static func bounded(_ milliseconds: Int64) -> Int64 {
        min(max(milliseconds, -WireLimits.latestMilliseconds), WireLimits.latestMilliseconds)
    }
}
