import RueAggregatorCore

/// Writes readings in a format to a descriptor, some at a time.
struct ReadingOutput {
    private var format: any ReadingFormat
    private let descriptor: Int32
    private var pending: [UInt8] = []
    /// Readings that the format could not hold.
    private(set) var leftOut = 0

    init(_ format: any ReadingFormat, to descriptor: Int32) {
        self.format = format
        self.descriptor = descriptor
    }

    mutating func begin() {
        pending += format.begin()
    }

    mutating func append(_ reading: StoredReading) throws(Failure) {
        let row = format.row(reading, nowMilliseconds: SystemClock.nowMilliseconds)
        if row.isEmpty { leftOut += 1 }
        pending += row
        if pending.count >= 65_536 { try flush() }
    }

    mutating func end() throws(Failure) {
        pending += format.end()
        try flush()
    }

    mutating func flush() throws(Failure) {
        try Console.write(pending, to: descriptor)
        pending.removeAll(keepingCapacity: true)
    }
}
