import RueTLS
import Testing

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1:8443", false), ("::1", "[::1]:8443", true),
        ("2001:DB8::0:1", "[2001:db8::1]:8443", true), ("fe80::1%lo", "[fe80::1%lo]:8443", true),
    ])
    func init_numericText_writesItBack(text: String, shown: String, isIPv6: Bool) throws {
        let address = try #require(NetworkAddress(numeric: text, port: 8443))
        #expect(address.description == shown)
        #expect(address.isIPv6 == isIPv6)
        #expect(address.port == 8443)
    }

    @Test(arguments: [
        "", "localhost", "[::1]", "1.2.3", "1.2.3.4.5", "fe80::1%no-such-interface", "1.2.3.4%lo",
        String(repeating: "1", count: 500),
    ])
    func init_anythingElse_isNil(text: String) {
        #expect(NetworkAddress(numeric: text, port: 1) == nil)
    }
}
