import RueTestSupport

/// Stands where the node's program would, small: the head of an ELF file, and filling.
enum StandIn {
    /// Machines, as ELF numbers them.
    enum Machine: UInt8 {
        case arm = 40
        case x86 = 62
        case arm64 = 183

        /// That of the machine that the tests run on.
        static var own: Machine {
            #if arch(arm64)
                .arm64
            #else
                .x86
            #endif
        }
    }

    static func program(
        for machine: Machine, bytes count: Int = 4096, seed: UInt8 = 1
    ) -> [UInt8] {
        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, 1, 1, 0]
        bytes += [UInt8](repeating: 0, count: 8) + [2, 0, machine.rawValue, 0]
        // What no compression makes small.
        var state = UInt32(seed) &* 2_654_435_761 | 1
        while bytes.count < count {
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            bytes.append(UInt8(truncatingIfNeeded: state))
        }
        return bytes
    }
}
