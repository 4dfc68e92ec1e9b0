/// The data line of a 1-Wire bus, driven by a program itself: low or let go of, one slot at a time.
/// Not thread-safe.
///
/// Whoever runs a slot says what the times really were. A program is interrupted now and then for longer
/// than 1-Wire bears; only the times tell such a slot from a good one.
public protocol OneWireLine: AnyObject {
    /// Pulls the line low, lets go of it, and looks at it twice. Blocks for the slot's length: 70 µs,
    /// 960 µs for a reset; longer if the program is interrupted.
    ///
    /// - Parameter slot: the times that are wanted.
    /// - Returns: what the line was, and what the times were.
    /// - Throws: ``BusError``, after which the line is let go of.
    func run(_ slot: OneWireSlot) throws(BusError) -> OneWireSlot.Outcome
}

/// One slot of 1-Wire: the times that are wanted, in µs from the moment when the line falls
/// (DS18B20 19-7487, "1-Wire Signaling").
public struct OneWireSlot: Equatable, Sendable {
    /// How long to hold the line low.
    public let lowMicroseconds: UInt32
    /// When to look at the line.
    public let sampleMicroseconds: UInt32
    /// When the next slot may begin, at which the line is looked at once more.
    public let lengthMicroseconds: UInt32

    /// A slot of any times.
    ///
    /// - Parameters:
    ///   - low: how long to hold the line low, in µs.
    ///   - sample: when to look at it.
    ///   - length: when the slot ends.
    public init(low: UInt32, sample: UInt32, length: UInt32) {
        lowMicroseconds = low
        sampleMicroseconds = sample
        lengthMicroseconds = length
    }

    /// What came of a slot. Times are in ns, and bounds: what a clock said before and after each step.
    public struct Outcome: Equatable, Sendable {
        /// Whether the line was high when it was looked at.
        public var isHigh: Bool
        /// Whether it was high in the end.
        public var endsHigh: Bool
        /// How long the line was held low, at most.
        public var lowNanoseconds: UInt64
        /// How long after its fall the line was looked at, at most.
        public var sampleNanoseconds: UInt64
        /// How long after it was let go of the line was looked at, at least and at most.
        public var riseNanoseconds: ClosedRange<UInt64>

        /// An outcome.
        ///
        /// - Parameters:
        ///   - isHigh: the line when it was looked at.
        ///   - endsHigh: the line in the end.
        ///   - low: how long it was held low at most, in ns.
        ///   - sample: how long after its fall it was looked at, at most.
        ///   - rise: how long after it was let go of.
        public init(
            isHigh: Bool, endsHigh: Bool, low: UInt64, sample: UInt64, rise: ClosedRange<UInt64>
        ) {
            self.isHigh = isHigh
            self.endsHigh = endsHigh
            lowNanoseconds = low
            sampleNanoseconds = sample
            riseNanoseconds = rise
        }
    }
}
