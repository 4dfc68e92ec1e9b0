import RueWire
import Testing

@Suite struct ServerAddressTests {
    @Test(
        arguments: [
            ("house.local", "house.local", nil), ("house:9000", "house", 9000),
            ("192.0.2.1:8443", "192.0.2.1", 8443), ("[2001:db8::1]", "2001:db8::1", nil),
            ("[fe80::1%eth0]:65535", "fe80::1%eth0", 65535),
        ] as [(String, String, UInt16?)])
    func address_isTakenApart(text: String, host: String, port: UInt16?) throws {
        let address = try ServerAddress(parsing: text)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(arguments: [
        ("", AddressError.host), (":1", .host), ("a b", .host), ("a\r\nb", .host), ("[::1", .host),
        ("[house]", .host), ("hôte", .host), ("a/b", .host), ("house:", .port), ("house:0", .port),
        ("house:65536", .port), ("house:-1", .port), ("house:1:2", .port), ("[::1]1", .port),
        ("::1", .brackets), ("2001:db8::1", .brackets), ("fe80::1%eth0", .brackets),
    ])
    func address_wrong_isRefusedByName(text: String, error: AddressError) {
        #expect(throws: error) { try ServerAddress(parsing: text) }
    }

    @Test func host_ofAnyLength_hasALimit() {
        #expect(ServerAddress.isHost(String(repeating: "a", count: 255)))
        #expect(!ServerAddress.isHost(String(repeating: "a", count: 256)))
    }
}
