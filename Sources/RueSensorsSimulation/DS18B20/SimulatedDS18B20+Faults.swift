extension SimulatedDS18B20 {
    /// What is broken, for every conversion until it is changed.
    public struct Faults: Equatable, Sendable {
        /// Unplugged: no presence pulse.
        public var isSilent = false
        /// The supply breaks down during each conversion: the power-on value is what is read.
        public var losesPower = false
        /// The conversion never ends.
        public var neverEnds = false
        /// This bit of the scratchpad's 72 arrives wrong: 0 is the lowest of the first byte, 71 the
        /// highest of the last; any other number flips nothing.
        public var flippedBit: Int?
        /// Every bit arrives as 0, as from a line shorted to ground.
        public var readsZeros = false
        /// Every bit arrives as 1, as from a chip that is unplugged after its presence pulse.
        public var readsOnes = false
        /// The EEPROM does not keep what is written into it.
        public var refusesCopy = false

        /// The configuration register keeps what it has, as that of some clones does.
        public var refusesResolution = false

        /// A sound chip on a sound wire.
        public init() {}

        /// What arrives of a scratchpad.
        ///
        /// - Parameter scratchpad: the 9 bytes that the chip sends.
        /// - Returns: the 9 bytes that come.
        public func applied(to scratchpad: [UInt8]) -> [UInt8] {
            if readsZeros { return [UInt8](repeating: 0, count: scratchpad.count) }
            if readsOnes { return [UInt8](repeating: 0xFF, count: scratchpad.count) }
            var bytes = scratchpad
            if let bit = flippedBit, (0..<8 * bytes.count).contains(bit) {
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            }
            return bytes
        }
    }
}
