extension SimulatedBME280 {
    /// What can be broken in the chip itself; faults of the wire are the bus's.
    public struct Faults: Equatable, Sendable {
        /// The calibration never finishes loading: status bit 0 stays set.
        public var neverUpdates = false
        /// No conversion ever ends: status bit 3 stays set.
        public var neverReady = false
        /// The non-volatile memory holds only this byte.
        public var blankMemory: UInt8?

        /// A sound chip.
        public init() {}
    }
}
