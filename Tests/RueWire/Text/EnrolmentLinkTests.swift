import Testing

@testable import RueWire

@Suite struct EnrolmentLinkTests {
    static func link(host: String = "house.example", port: UInt16 = 8443) -> EnrolmentLink {
        EnrolmentLink(
            host: host, port: port, tokenID: Array(0..<8), secret: Array(8..<24),
            livePin: Sample.bytes32(5), recoveryPin: Sample.bytes32(6))
    }

    static let parts =
        "1.AAECAwQFBgc.CAkKCwwNDg8QERITFBUWFw"
        + ".BQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQ"
        + ".BgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCU"

    @Test(arguments: [
        ("house.example", 8443, "rue://house.example:8443/e#"),
        ("192.0.2.1", 1, "rue://192.0.2.1:1/e#"), ("::1", 65_535, "rue://[::1]:65535/e#"),
        ("fe80::1%eth0", 8443, "rue://[fe80::1%eth0]:8443/e#"),
    ])
    func link_anyHost_comesBack(host: String, port: UInt16, start: String) throws {
        let link = Self.link(host: host, port: port)
        #expect(link.text == start + Self.parts)
        #expect(try EnrolmentLink(parsing: link.text) == link)
        #expect(try EnrolmentLink(parsing: " " + link.text + "\r\n") == link)
    }

    @Test func port_leftOut_is8443() throws {
        #expect(try EnrolmentLink(parsing: "rue://house.example/e#" + Self.parts) == Self.link())
        #expect(try EnrolmentLink(parsing: "rue://[::1]/e#" + Self.parts).host == "::1")
    }

    @Test(arguments: [
        ("", LinkError.scheme), ("https://house:1/e#", .scheme), ("RUE://house:1/e#", .scheme),
        ("rue://house:1", .path), ("rue://house:1/f#", .path), ("rue://house:1/e", .path),
        ("rue:///e#", .host), ("rue://:1/e#", .host), ("rue://a b:1/e#", .host),
        ("rue://a@b:1/e#", .host), ("rue://[::1:1/e#", .host), ("rue://[house]:1/e#", .host),
        ("rue://[]:1/e#", .host), ("rue://::1/e#", .host), ("rue://house:/e#", .port),
        ("rue://house:0/e#", .port), ("rue://house:65536/e#", .port),
        ("rue://house:+1/e#", .port), ("rue://house:000001/e#", .port),
        ("rue://[::1]1/e#", .port), ("rue://house:1:2/e#", .port),
    ])
    func link_wrongAddress_isRefusedByName(start: String, error: LinkError) {
        #expect(throws: error) { try EnrolmentLink(parsing: start + Self.parts) }
    }

    @Test func link_wrongParts_isRefusedByName() {
        let start = "rue://house:1/e#"
        let parts = Self.parts.split(separator: ".").map(String.init)
        let errors: [LinkError] = [.version, .tokenID, .secret, .pin, .pin]
        for (index, error) in errors.enumerated() {
            for change in ["", "2", String(parts[index].dropLast()), parts[index] + "="] {
                var changed = parts
                changed[index] = change
                guard changed != parts else { continue }
                #expect(throws: error, "\(changed)") {
                    try EnrolmentLink(parsing: start + changed.joined(separator: "."))
                }
            }
        }
        #expect(throws: LinkError.parts) {
            try EnrolmentLink(parsing: start + parts.dropLast().joined(separator: "."))
        }
        #expect(throws: LinkError.parts) {
            try EnrolmentLink(parsing: start + Self.parts + ".")
        }
        #expect(throws: LinkError.version) { try EnrolmentLink(parsing: start) }
    }

    @Test func errors_eachHaveTextOfTheirOwn() {
        let errors: [LinkError] = [
            .scheme, .host, .port, .path, .version, .parts, .tokenID, .secret, .pin,
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
