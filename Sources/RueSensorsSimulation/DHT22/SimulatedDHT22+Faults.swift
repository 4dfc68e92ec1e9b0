extension SimulatedDHT22 {
    /// What can be broken in the sensor or on its wire.
    public struct Faults: Equatable, Sendable {
        /// The sensor does not answer: no power, a broken wire, or it hangs.
        public var isSilent = false
        /// The checksum is wrong by one bit.
        public var hasWrongChecksum = false
        /// The falling edges that are lost on the way, counted from 0 (the answer) to 41 (the end).
        public var droppedEdges: [Int] = []
        /// The frame breaks off after so many falling edges.
        public var edgesBeforeBreakingOff: Int?

        /// A sound sensor.
        public init() {}
    }
}
