/// The falling edges of a DHT22 frame with the middle times of the manual, in nanoseconds: exact, so
/// that a test may move or remove one.
enum EdgeTrain {
    static let answer: UInt64 = 160_000
    static let zero: UInt64 = 78_000
    static let one: UInt64 = 123_000

    /// All 42 edges of five bytes, from `start` on.
    static func edges(of bytes: [UInt8], from start: UInt64 = 7_000_000_000) -> [UInt64] {
        var times = [start, start + answer]
        for byte in bytes {
            for bit in stride(from: 7, through: 0, by: -1) {
                times.append(times[times.count - 1] + (byte >> UInt8(bit) & 1 == 1 ? one : zero))
            }
        }
        return times
    }

    /// The edges without one.
    static func edges(of bytes: [UInt8], without index: Int) -> [UInt64] {
        var times = edges(of: bytes)
        times.remove(at: index)
        return times
    }

    /// All 42 edges with the times of the manual, each drawn from its range.
    static func edges(
        of bytes: [UInt8], _ random: inout some RandomNumberGenerator
    ) -> [UInt64] {
        var times: [UInt64] = [7_000_000_000]
        times.append(times[0] + UInt64.random(in: 150_000...170_000, using: &random))
        for bit in 0..<8 * bytes.count {
            let isOne = bytes[bit / 8] & 0x80 >> UInt8(bit % 8) != 0
            let range: ClosedRange<UInt64> = isOne ? 116_000...130_000 : 70_000...85_000
            times.append(times[times.count - 1] + UInt64.random(in: range, using: &random))
        }
        return times
    }
}
