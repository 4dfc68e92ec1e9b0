import RueSensors
import RueTestSupport
import Testing

@Suite struct OneWireCRCTests {
    /// Maxim's application note 27 works this ROM code out by hand.
    @Test func crc_exampleOfTheMaker_isItsLastByte() {
        #expect(OneWireCRC.of([0x02, 0x1C, 0xB8, 0x01, 0x00, 0x00, 0x00]) == 0xA2)
    }

    @Test(arguments: Vectors.scratchpads.map(\.bytes) + Vectors.codes)
    func crc_withItsOwnAtTheEnd_isZero(bytes: [UInt8]) {
        #expect(OneWireCRC.of(bytes) == 0)
        #expect(OneWireCRC.of(bytes.dropLast()) == bytes.last)
    }

    @Test func crc_randomBytes_isThatOfTheLongDivision() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("OneWireCRC"))
        for count in 0..<64 {
            let bytes = random.bytes(count)
            #expect(OneWireCRC.of(bytes) == Self.longDivision(bytes))
        }
    }

    /// The polynomial as on paper, highest bit first, over the bits in the order of the wire.
    private static func longDivision(_ bytes: [UInt8]) -> UInt8 {
        var bits = bytes.flatMap { byte in (0..<8).map { byte >> UInt8($0) & 1 } }
        bits += [UInt8](repeating: 0, count: 8)
        let divisor: [UInt8] = [1, 0, 0, 1, 1, 0, 0, 0, 1]
        for start in 0..<bits.count - 8 where bits[start] == 1 {
            for (offset, bit) in divisor.enumerated() { bits[start + offset] ^= bit }
        }
        return bits.suffix(8).reversed().reduce(0) { $0 << 1 | $1 }
    }
}
