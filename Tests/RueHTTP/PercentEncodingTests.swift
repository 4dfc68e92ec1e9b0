import RueHTTP
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("abc", "abc"), ("a%20b", "a b"), ("%C3%A4", "ä"), ("%c3%a4", "ä"), ("a+b", "a+b"),
        ("", ""), ("%25%2F", "%/"),
    ])
    func decode_valid_isDecodedOnce(_ encoded: String, _ decoded: String) {
        #expect(PercentEncoding.decode(encoded) == decoded)
    }

    @Test(arguments: ["%", "%4", "%zz", "a%", "%C3", "%C3%28", "%00", "%0A", "%7F", "%ED%A0%80"])
    func decode_invalid_isRefused(_ encoded: String) {
        #expect(PercentEncoding.decode(encoded) == nil)
    }

    @Test func decode_plusInAQuery_isASpace() {
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
    }
}
