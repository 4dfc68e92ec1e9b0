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

        /// Makes a configuration.
        ///
        /// - Parameters:
        ///   - model: which of the family is wired.
        ///   - minimumIntervalMilliseconds: the shortest time between two start pulses, 2000 at
        ///     least.
        public init(model: Model = .dht22, minimumIntervalMilliseconds: UInt32 = 2000) {
            self.model = model
            self.minimumIntervalMilliseconds = max(2000, minimumIntervalMilliseconds)
        }
    }
}
