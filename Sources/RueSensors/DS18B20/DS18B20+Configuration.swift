extension DS18B20 {
    /// How the driver waits for the chip.
    public struct Configuration: Equatable, Sendable {
        /// How long a reading may take, in ms, before it is given up. A conversion takes 750 ms at
        /// most, but the kernel lets several sensors on one bus wait for each other, and repeats
        /// what went wrong.
        public var deadlineMilliseconds: UInt32

        /// Makes a configuration.
        ///
        /// - Parameter deadlineMilliseconds: how long a reading may take, in ms.
        public init(deadlineMilliseconds: UInt32 = 8000) {
            self.deadlineMilliseconds = deadlineMilliseconds
        }
    }
}
