extension DHTFrame {
    /// Finds the frame in the times at which the line fell.
    ///
    /// A frame has 42 falling edges: the sensor's answer, the start of each bit, and the end. From
    /// one fall to the next a 0 takes 70…85 µs and a 1 takes 116…130 µs (AM2302 manual §7.3). A
    /// listener that is armed late misses the answer, or takes noise for it, but never the end: so
    /// the last 41 edges are the bits.
    ///
    /// An edge that is lost inside leaves one gap of 140…260 µs, which is two bits. Two zeros or two
    /// ones show in its length; which of a 0 and a 1 came first, the checksum decides. Only a frame
    /// that lacks exactly one edge is made good so.
    ///
    /// - Parameter times: when the line fell, oldest first, in nanoseconds.
    /// - Throws: `.noAnswer` without any edge; `.truncatedFrame` when more than one is missing, or
    ///   the last; `.checksumMismatch`.
    public init(fallingEdges times: [UInt64]) throws(SensorError) {
        guard !times.isEmpty else { throw .noAnswer }
        let gaps = Gaps(times)
        if let bits = gaps.wholeFrame {
            try self.init(bytes: DHTFrame.bytes(of: bits), wasRecovered: false)
        } else {
            let candidates = gaps.recoveredFrames
            guard let last = candidates.last else { throw .truncatedFrame(edges: times.count) }
            let match = candidates.first { DHTFrame.isSound(DHTFrame.bytes(of: $0)) }
            try self.init(bytes: DHTFrame.bytes(of: match ?? last), wasRecovered: true)
        }
    }

    /// As many edges as are worth recording: a frame's, and some of noise before it.
    static let edgesWorthRecording = 64

    /// How long a frame takes at most from when the line is let go: 200 µs until the answer, 170 µs
    /// of it, 40 bits of 130 µs; and half as much again for sensors that do not keep to the manual.
    static let windowMicroseconds: UInt32 = 8000

    private static func isSound(_ bytes: [UInt8]) -> Bool { checksum(of: bytes) == bytes[4] }

    private static func bytes(of bits: [Bool]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: bits.count / 8)
        for (index, bit) in bits.enumerated() where bit {
            bytes[index / 8] |= 0x80 >> UInt8(index % 8)
        }
        return bytes
    }
}
