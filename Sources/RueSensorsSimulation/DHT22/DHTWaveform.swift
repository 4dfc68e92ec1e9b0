/// What a DHT22 or DHT11 does to its line after it was let go, with the times of the manual (AM2302
/// §7.3), each drawn from its range.
enum DHTWaveform {
    /// When the line falls, in nanoseconds from when it was let go: at the answer, at the start of
    /// each bit, and at the end.
    static func falls(of bytes: [UInt8], jitter random: inout SplitMix64) -> [UInt64] {
        var now = draw(20_000...200_000, &random)
        var falls = [now]
        now += draw(75_000...85_000, &random) + draw(75_000...85_000, &random)
        for byte in bytes {
            for bit in 0..<8 {
                falls.append(now)
                let isOne = byte & (0x80 >> UInt8(bit)) != 0
                now += draw(48_000...55_000, &random)
                now += draw(isOne ? 68_000...75_000 : 22_000...30_000, &random)
            }
        }
        falls.append(now)
        return falls
    }

    private static func draw(_ range: ClosedRange<Int64>, _ random: inout SplitMix64) -> UInt64 {
        UInt64(random.next(in: range))
    }
}
