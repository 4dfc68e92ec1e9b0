import RueStore

/// A batch that came before its turn, its signature good: a node that sends its history again lets
/// the server see in passing what is newest. It is not kept, and no receipt vouches for it; it
/// comes once more when its turn is there.
public struct EarlyItem: Sendable {
    let node: RowID
    let chain: RowID
    let sequence: UInt64
    let receivedMilliseconds: Int64
    let filing: TimeFiling
    let bootOffsetMilliseconds: Int64?
    let bytes: [UInt8]

    /// Where it would stand in the log: behind all that is kept.
    var position: Int64 { Self.positions + Int64(clamping: sequence) }

    /// No log becomes that long.
    static let positions: Int64 = 1 << 61

    /// Visits it as if the store had it.
    func visit(_ body: (ScannedItem) -> Void) {
        bytes.withUnsafeBytes { bytes in
            body(
                ScannedItem(
                    position: position, node: node, chain: chain, sequence: sequence, kind: .batch,
                    isQuarantined: false, receivedMilliseconds: receivedMilliseconds,
                    times: filing.times, isUncertain: filing.isUncertain,
                    bootOffsetMilliseconds: bootOffsetMilliseconds ?? filing.learntOffset,
                    unsafeBytes: bytes))
        }
    }
}
