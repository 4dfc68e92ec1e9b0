extension DHTFrame {
    /// The times between falling edges, in nanoseconds, and what they can mean.
    struct Gaps {
        private let gaps: [UInt64]

        init(_ times: [UInt64]) {
            gaps = zip(times, times.dropFirst()).map { $1 >= $0 ? $1 - $0 : 0 }
        }

        /// The bits of the last 41 edges; nil if there are fewer, if the first of their gaps is the
        /// sensor's answer (150…170 µs), for then an edge is missing after it, or if one of them is
        /// no bit's: where an edge was lost and noise put another elsewhere, the number of edges is
        /// right and one checksum in 256 as well.
        var wholeFrame: [Bool]? {
            guard gaps.count >= 40 else { return nil }
            let bits = gaps.suffix(40)
            guard let first = bits.first, first < Limit.oneBit, bits.allSatisfy(Limit.bit.contains)
            else { return nil }
            return bits.map { $0 >= Limit.one }
        }

        /// What a frame that lacks one edge may have been: none, one or two possibilities.
        var recoveredFrames: [[Bool]] {
            guard gaps.count >= 39 else { return [] }
            let bits = [UInt64](gaps.suffix(39))
            guard bits.allSatisfy({ $0 >= Limit.bit.lowerBound }) else { return [] }
            let long = bits.indices.filter { bits[$0] >= Limit.oneBit }
            switch long.count {
            case 0: return lackingFirstBit(bits)
            case 1: return lackingEdge(in: long[0], of: bits)
            default: return []
            }
        }

        /// One gap is two bits.
        private func lackingEdge(in index: Int, of bits: [UInt64]) -> [[Bool]] {
            // With no edge before them, what seems to be two zeros may be the sensor's answer, and
            // the end is missing.
            guard index > 0 || gaps.count > 39 else { return [] }
            let before = bits[..<index].map { $0 >= Limit.one }
            let after = bits[(index + 1)...].map { $0 >= Limit.one }
            return DHTFrame.Gaps.pairs(in: bits[index]).map { before + $0 + after }
        }

        /// The edge between the answer and the first bit is missing. That bit is a 0 in every frame,
        /// for a humidity is less than 128 %.
        private func lackingFirstBit(_ bits: [UInt64]) -> [[Bool]] {
            guard gaps.count > 39, Limit.answerAndZero.contains(gaps[gaps.count - 40])
            else { return [] }
            return [[false] + bits.map { $0 >= Limit.one }]
        }

        private static func pairs(in gap: UInt64) -> [[Bool]] {
            switch gap {
            case ..<Limit.zeroAndOne: [[false, false]]
            case ..<Limit.twoOnes: [[false, true], [true, false]]
            case ..<Limit.twoBits: [[true, true]]
            default: []
            }
        }
    }

    /// Between the durations of the manual (§7.3), in nanoseconds. What an interrupt comes late adds
    /// to one gap and is missing from the next.
    private enum Limit {
        /// What can be a single bit: 70…130 µs, if interrupts come up to 20 µs late. (Two zeros are 140 µs
        /// at least: the wider this is, the more frames pass that lack an edge and have a false one.)
        static let bit: ClosedRange<UInt64> = 50_000...150_000
        /// From here on a 1 (116…130 µs), below a 0 (70…85 µs).
        static let one: UInt64 = 100_000
        /// From here on more than one bit: two are 140 µs at least.
        static let oneBit: UInt64 = 137_000
        /// From here on a 0 and a 1 (186…215 µs), below two zeros (140…170 µs).
        static let zeroAndOne: UInt64 = 178_000
        /// From here on two ones (232…260 µs).
        static let twoOnes: UInt64 = 223_000
        /// From here on more than two bits.
        static let twoBits: UInt64 = 275_000
        /// The sensor's answer (150…170 µs) and a 0.
        static let answerAndZero: Range<UInt64> = 205_000..<275_000
    }
}
