import Testing

@testable import RueWire

@Suite struct CBOREncoderTests {
    static func encode(_ write: (inout CBOREncoder) -> Void) -> String {
        var encoder = CBOREncoder()
        write(&encoder)
        return Hex.encode(encoder.bytes)
    }

    @Test(arguments: [
        (0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65_535, "19ffff"),
        (65_536, "1a00010000"), (4_294_967_295, "1affffffff"),
        (4_294_967_296, "1b0000000100000000"),
        (Int64.max, "1b7fffffffffffffff"), (-1, "20"), (-24, "37"), (-25, "3818"), (-19, "32"),
        (-65_537, "3a00010000"), (Int64.min, "3b7fffffffffffffff"),
    ])
    func integer_anyValue_hasTheShortestHead(value: Int64, hex: String) {
        #expect(Self.encode { $0.integer(value) } == hex)
    }

    @Test func simpleItems_areWrittenAsInAppendixA() {
        #expect(Self.encode { $0.null() } == "f6")
        #expect(Self.encode { $0.bool(true) } == "f5")
        #expect(Self.encode { $0.bool(false) } == "f4")
        #expect(Self.encode { $0.text("水") } == "63e6b0b4")
        #expect(Self.encode { $0.byteString([1, 2, 3, 4]) } == "4401020304")
        #expect(Self.encode { $0.tag(18) } == "d2")
        #expect(Self.encode { $0.byteString(Bytes16.zero) }.hasPrefix("5000"))
        #expect(Self.encode { $0.byteString(Bytes32.zero) }.hasPrefix("582000"))
    }

    @Test func double_everyHalf_isWrittenAsHalf() {
        for bits in UInt16.min...UInt16.max {
            let value = CBORFloat.value(half: bits)
            guard !value.isNaN else { continue }
            #expect(CBORFloat.half(exactly: value) == bits)
        }
    }

    @Test(arguments: [
        (65_505.0, "fa477fe100"), (5.960464477539063e-08 / 2, "fa33000000"),
        (5.960464477539063e-08 * 1.5, "fa33c00000"), (1.1, "fb3ff199999999999a"),
        (65_536.0, "fa47800000"), (-4.1, "fbc010666666666666"), (1e300, "fb7e37e43c8800759c"),
        (Double.leastNonzeroMagnitude, "fb0000000000000001"),
    ])
    func double_notAHalf_takesTheNextPrecisionThatIsExact(value: Double, hex: String) {
        #expect(Self.encode { $0.double(value) } == hex)
    }

    @Test func double_randomBits_comesBack() throws {
        var random = Seeded("double")
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            var encoder = CBOREncoder()
            encoder.double(value)
            var reader = CBORReader(encoder.bytes, rules: .deterministic)
            let decoded = try reader.readDouble()
            #expect(decoded == value || (decoded.isNaN && value.isNaN))
            #expect(reader.isAtEnd)
        }
    }
}
