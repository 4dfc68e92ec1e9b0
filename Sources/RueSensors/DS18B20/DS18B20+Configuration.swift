extension DS18B20 {
    /// How the driver waits for the chip, and what it asks of it.
    public struct Configuration: Equatable, Sendable {
        /// How long a reading may take, in ms, before it is given up. A conversion takes 750 ms at
        /// most, but the kernel lets several sensors on one bus wait for each other, and repeats
        /// what went wrong.
        public var deadlineMilliseconds: UInt32

        /// How finely the chip is to convert; nil takes it as it is. A chip that has another
        /// resolution is told, with the first reading and whenever it has lost its power; that
        /// reading takes two conversions. The thresholds stay, and the EEPROM is never written.
        public var resolution: Resolution?

        /// Makes a configuration.
        ///
        /// - Parameters:
        ///   - deadlineMilliseconds: how long a reading may take, in ms.
        ///   - resolution: how finely the chip is to convert; nil for as it does.
        public init(deadlineMilliseconds: UInt32 = 8000, resolution: Resolution? = nil) {
            self.deadlineMilliseconds = deadlineMilliseconds
            self.resolution = resolution
        }
    }
}
