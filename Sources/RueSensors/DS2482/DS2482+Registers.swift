extension DS2482 {
    /// Function commands (19-4930, "Function Commands").
    enum Command {
        static let deviceReset: UInt8 = 0xF0
        static let setReadPointer: UInt8 = 0xE1
        static let writeConfiguration: UInt8 = 0xD2
        static let reset: UInt8 = 0xB4
        static let singleBit: UInt8 = 0x87
        static let writeByte: UInt8 = 0xA5
        static let readByte: UInt8 = 0x96
        static let triplet: UInt8 = 0x78
        /// The code of the read data register, for the read pointer.
        static let dataRegister: UInt8 = 0xE1
    }

    /// The bits of the status register.
    enum Status {
        static let busy: UInt8 = 0x01
        static let presence: UInt8 = 0x02
        static let short: UInt8 = 0x04
        static let lineLevel: UInt8 = 0x08
        /// The bridge was reset, and not configured since.
        static let wasReset: UInt8 = 0x10
        static let firstBit: UInt8 = 0x20
        static let secondBit: UInt8 = 0x40
        static let direction: UInt8 = 0x80
    }

    /// The configurations that are used.
    enum Configuration {
        /// Edges are helped up: right for all but a single short wire.
        static let activePullUp: UInt8 = 0x01
        /// The same, and the line is powered after the next byte, once.
        static let activeAndStrongPullUp: UInt8 = 0x05
    }

    /// At standard speed, in µs, the longest that the datasheet allows ("Electrical
    /// Characteristics").
    enum Timing {
        static let reset: UInt64 = 1250
        static let slot: UInt64 = 75
        static let byte: UInt64 = 600
        static let poll: UInt64 = 100
        static let polls = 50
        static let patience: UInt64 = 5000
    }
}
