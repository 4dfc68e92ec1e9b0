import RueWire

/// Sees to it that items come in the order that was asked for.
///
/// From a damaged page they need not: SQLite looks for the place where to begin, and then takes what
/// the page says. Whoever asks for what comes after the last one would then do so for ever.
struct ItemOrder {
    /// What was said of an item's place, the more important first.
    typealias Place = (major: Int64, minor: Int64)

    private let selection: ItemSelection
    private var last: Place

    /// - Parameter selection: what was asked for.
    init(_ selection: ItemSelection) {
        self.selection = selection
        last =
            switch selection {
            case .log(let after), .untimed(_, let after): (after, 0)
            case .chain(_, let first):
                (first.column.subtractingReportingOverflow(1).partialValue, 0)
            case .newest(_, let below): (-below.column, 0)
            case .times(_, _, let after): (after?.firstMilliseconds ?? .min, after?.position ?? -1)
            }
    }

    /// Takes the next item.
    ///
    /// - Parameters:
    ///   - position: its place in the log.
    ///   - sequence: its number in the chain.
    ///   - first: the first time of its records.
    /// - Throws: `.corrupt` when it does not come after the one before.
    mutating func take(
        position: Int64, sequence: UInt64, first: Int64?
    ) throws(StoreError) {
        let place: Place =
            switch selection {
            case .log, .untimed: (position, 0)
            case .chain: (sequence.column, 0)
            case .newest: (-sequence.column, 0)
            case .times: (first ?? .min, position)
            }
        guard place > last else {
            throw StoreError(
                .corrupt,
                message: "the file of the store is damaged: item \(position) is out of its order",
                sql: "item")
        }
        last = place
    }
}
