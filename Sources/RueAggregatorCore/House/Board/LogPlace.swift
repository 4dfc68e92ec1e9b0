import RueStore

/// Where a record stands in the order in which its node made it: within one chain that is the
/// order of arrival.
struct LogPlace: Comparable {
    let chain: RowID
    let position: Int64
    let record: Int

    static func < (left: LogPlace, right: LogPlace) -> Bool {
        (left.chain, left.position, left.record) < (right.chain, right.position, right.record)
    }
}
