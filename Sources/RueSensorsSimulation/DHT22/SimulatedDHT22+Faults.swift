extension SimulatedDHT22 {
    /// What can be broken in the sensor or on its wire.
    public struct Faults: Equatable, Sendable {
        /// The sensor does not answer: no power, or a broken wire.
        public var isSilent = false
        /// The sensor hangs: it does not answer until its supply was interrupted.
        public var isHung = false
        /// The line does not move any more: a short to ground or to the supply. Either looks the
        /// same to who listens for its falling.
        public var stuckLine: Level?
        /// The checksum is wrong by one bit.
        public var hasWrongChecksum = false
        /// Bits of the frame that arrive wrong, counted from 0 (the first) to 39.
        public var flippedBits: [Int] = []
        /// The falling edges that are lost on the way, counted from 0 (the answer) to 41 (the end).
        public var droppedEdges: [Int] = []
        /// The falling edges that are seen only together with the one after them: interrupts were
        /// off when they came, until some time before the next.
        public var mergedEdges: [Int] = []
        /// When noise makes the line seem to fall, in µs from the answer's edge on.
        public var spikesMicroseconds: [UInt32] = []
        /// The frame breaks off after so many falling edges; at once for fewer than none.
        public var edgesBeforeBreakingOff: Int?
        /// The answer begins so many microseconds later than the manual allows.
        public var lateStartMicroseconds: UInt32 = 0

        /// A sound sensor.
        public init() {}
    }

    /// Where a line can be stuck.
    public enum Level: Equatable, Sendable {
        /// At ground.
        case low
        /// At the supply.
        case high
    }
}

extension SimulatedDHT22.Faults {
    /// Whether nothing is to be heard of the sensor.
    var keepsQuiet: Bool { isSilent || isHung || stuckLine != nil }

    /// What is left of a sound frame's bytes.
    func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if hasWrongChecksum { bytes[4] ^= 1 }
        for bit in flippedBits where (0..<40).contains(bit) {
            bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        }
        return bytes
    }

    /// What is left of a sound frame's edges, and what comes in addition.
    func damaged(falls: [UInt64], _ random: inout SplitMix64) -> [UInt64] {
        let sent = falls.prefix(max(0, edgesBeforeBreakingOff ?? falls.count))
        var seen: [UInt64] = []
        for (index, fall) in sent.enumerated() where !droppedEdges.contains(index) {
            if mergedEdges.contains(index), index + 1 < sent.count { continue }
            var time = fall
            // The interrupt of both comes when it can, and before the next.
            if mergedEdges.contains(index - 1), index + 1 < sent.count {
                time += UInt64(random.next(in: 0...Int64(sent[index + 1] - fall) - 1))
            }
            seen.append(time)
        }
        if let answer = sent.first {
            seen += spikesMicroseconds.map { answer + UInt64($0) * 1000 }
            seen.sort()
        }
        return seen.map { $0 + UInt64(lateStartMicroseconds) * 1000 }
    }
}
