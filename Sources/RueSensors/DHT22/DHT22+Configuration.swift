extension DHT22 {
    /// How the sensor is used.
    public struct Configuration: Equatable, Sendable {
        /// Which of the family is wired.
        public var model: Model
        /// The shortest time between two start pulses, in milliseconds; 2000 at least, whatever is
        /// asked for (AM2302 manual §7.3). 3000 is safer with long wires or a weak supply.
        public var minimumIntervalMilliseconds: UInt32 {
            didSet { minimumIntervalMilliseconds = max(2000, minimumIntervalMilliseconds) }
        }
        /// How many damaged or missing frames make a sample fail, at least 1; 3 unless said
        /// otherwise. On a Pi Zero 5…25 % of all frames are damaged: three tries fail together less
        /// than twice in a hundred.
        public var tries: Int {
            didSet { tries = max(1, tries) }
        }
        /// No try is begun when it would be due later than this after the sample's start, in
        /// milliseconds; 9000 unless said otherwise, so that a sample ends within ten seconds.
        public var patienceMilliseconds: UInt32
        /// A frame carries the conversion of the pulse before it. When the last answer is longer ago
        /// than this, in milliseconds, the first frame is dropped and the next one is taken; nil
        /// takes every frame, however old its values are.
        public var staleAfterMilliseconds: UInt32?
        /// After how many samples in a row that failed the supply is interrupted, at least 1; of no
        /// effect without a power line.
        public var powerCycleAfterFailures: Int {
            didSet { powerCycleAfterFailures = max(1, powerCycleAfterFailures) }
        }

        /// Makes a configuration.
        ///
        /// - Parameters:
        ///   - model: which of the family is wired.
        ///   - minimumIntervalMilliseconds: the shortest time between two start pulses, 2000 at
        ///     least.
        ///   - tries: how many damaged or missing frames make a sample fail.
        ///   - patienceMilliseconds: how long after a sample's start tries may still begin.
        ///   - staleAfterMilliseconds: after which pause the first frame is dropped; nil for never.
        ///   - powerCycleAfterFailures: after how many failed samples the supply is interrupted.
        public init(
            model: Model = .dht22, minimumIntervalMilliseconds: UInt32 = 2000, tries: Int = 3,
            patienceMilliseconds: UInt32 = 9000, staleAfterMilliseconds: UInt32? = 30_000,
            powerCycleAfterFailures: Int = 2
        ) {
            self.model = model
            self.minimumIntervalMilliseconds = max(2000, minimumIntervalMilliseconds)
            self.tries = max(1, tries)
            self.patienceMilliseconds = patienceMilliseconds
            self.staleAfterMilliseconds = staleAfterMilliseconds
            self.powerCycleAfterFailures = max(1, powerCycleAfterFailures)
        }
    }
}
