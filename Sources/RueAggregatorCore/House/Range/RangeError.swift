public import RueStore

/// Why a range could not be had.
public enum RangeError: Error, Equatable, Sendable, CustomStringConvertible, StoreFailure {
    /// The store refused.
    case store(StoreError)
    /// No active node has that name, or it never sent that series.
    case unknown(SeriesID)
    /// No series is named.
    case noSeries
    /// More series than one request may name.
    case tooManySeries(Int)
    /// A series is named twice.
    case repeatedSeries(SeriesID)
    /// Fewer than one bucket, or more than one request may ask for.
    case points
    /// The end is before the beginning.
    case reversed
    /// Longer than any house stands.
    case tooLong
    /// It was given up.
    case cancelled

    /// Wraps the store's error.
    ///
    /// - Parameter error: the store's.
    public init(store error: StoreError) { self = .store(error) }

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .store(let error): error.description
        case .unknown(let id): "there is no series " + TerminalText.escaped(id.text)
        case .noSeries: "name a series: series=NODE/NAME"
        case .tooManySeries(let count):
            "\(count) series are too many at once; at most \(RangeRequest.maximumSeries)"
        case .repeatedSeries(let id): TerminalText.escaped(id.text) + " is asked for twice"
        case .points: "points must be a whole number from 1 to \(RangeRequest.maximumPoints)"
        case .reversed: "from must not be after to"
        case .cancelled: "the server is stopping"
        case .tooLong: "from and to must not be more than 100 years apart"
        }
    }
}
