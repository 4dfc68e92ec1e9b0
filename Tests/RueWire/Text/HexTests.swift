import Testing

@testable import RueWire

@Suite struct HexTests {
    @Test func hex_anyBytes_comeBack() {
        #expect(Hex.encode([0x00, 0xab, 0xff]) == "00abff")
        #expect(Hex.decode("00ABff") == [0x00, 0xab, 0xff])
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0g", "0x", " 00", "00 ", "é"])
    func hex_otherText_isRefused(text: String) { #expect(Hex.decode(text) == nil) }
}
