extension Reading {
    /// What a driver knows about the quality of a value that it nevertheless hands on.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The set as bits, as stored and sent.
        public let rawValue: UInt8

        /// Makes a set from its bits.
        ///
        /// - Parameter rawValue: the bits; unknown ones are kept.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// A damaged transmission was repaired (one lost edge of a DHT22 frame, for example).
        public static let recovered = Flags(rawValue: 1)
        /// The value is well formed, but the device looks like a clone or a failing part.
        public static let suspect = Flags(rawValue: 2)
    }
}
