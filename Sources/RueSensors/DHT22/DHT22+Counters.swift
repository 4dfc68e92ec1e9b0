extension DHT22 {
    /// What happened on the line since the driver was made. A rising share of damaged frames tells
    /// of a busy machine, a long wire or a weak supply long before a sample fails.
    public struct Counters: Equatable, Sendable {
        /// Start pulses.
        public internal(set) var attempts: UInt64 = 0
        /// Samples that gave readings.
        public internal(set) var samples: UInt64 = 0
        /// Samples that failed: every try did, or the line could not be had.
        public internal(set) var failures: UInt64 = 0
        /// Tries after the first of a sample.
        public internal(set) var retries: UInt64 = 0
        /// Frames that were dropped because they carried an old conversion.
        public internal(set) var stale: UInt64 = 0
        /// Samples whose frame lacked an edge and was made good.
        public internal(set) var recovered: UInt64 = 0
        /// Frames that were made good, but differed too much from the frame before to be believed.
        public internal(set) var doubted: UInt64 = 0
        /// Pulses that nothing answered.
        public internal(set) var unanswered: UInt64 = 0
        /// Frames that lacked too many edges.
        public internal(set) var truncated: UInt64 = 0
        /// Frames whose checksum was wrong.
        public internal(set) var checksumFailures: UInt64 = 0
        /// Frames that said what the sensor cannot measure, or what another model sends.
        public internal(set) var implausible: UInt64 = 0
        /// How often the line, or the power line, could not be used.
        public internal(set) var busErrors: UInt64 = 0
        /// How often the supply was interrupted because the sensor failed.
        public internal(set) var powerCycles: UInt64 = 0

        /// Nothing happened yet.
        public init() {}

        mutating func count(_ error: SensorError) {
            switch error {
            case .bus: busErrors += 1
            case .noAnswer: unanswered += 1
            case .truncatedFrame: truncated += 1
            case .checksumMismatch: checksumFailures += 1
            default: implausible += 1
            }
        }
    }
}
