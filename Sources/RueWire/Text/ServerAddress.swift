/// Where a server is, as people write it: `house.local`, `192.0.2.1:8443`, `[2001:db8::1]:8443`.
public struct ServerAddress: Equatable, Sendable {
    /// The server's name or address; an IPv6 address without its brackets.
    public var host: String
    /// The port, nil when none was written.
    public var port: UInt16?

    /// Reads an address.
    ///
    /// - Parameter text: a name or an address, IPv6 in brackets, with or without a port.
    /// - Throws: ``AddressError``, naming the part that is wrong.
    public init(parsing text: String) throws(AddressError) {
        try self.init(parsing: Array(text.utf8)[...])
    }

    init(parsing text: ArraySlice<UInt8>) throws(AddressError) {
        if text.first != UInt8(ascii: "["), ServerAddress.isBareIPv6(text) { throw .brackets }
        let host: ArraySlice<UInt8>
        let rest: ArraySlice<UInt8>
        if text.first == UInt8(ascii: "[") {
            guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { throw .host }
            host = text[(text.startIndex + 1)..<close]
            rest = text[(close + 1)...]
            guard host.contains(UInt8(ascii: ":")) else { throw .host }
        } else {
            let colon = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
            host = text[..<colon]
            rest = text[colon...]
        }
        let name = String(decoding: host, as: UTF8.self)
        guard ServerAddress.isHost(name) else { throw .host }
        self.host = name
        port = try ServerAddress.port(rest)
    }

    /// Whether a text can be a host: a name or an address, IPv6 without brackets, perhaps with a
    /// zone (`fe80::1%eth0`). Says nothing about whether there is such a host.
    ///
    /// - Parameter text: the text.
    /// - Returns: false when it is empty, too long, or has characters that no host has.
    public static func isHost(_ text: String) -> Bool {
        let isIPv6 = text.utf8.contains(UInt8(ascii: ":"))
        // RFC 1035 §2.3.4 for names; no address is longer.
        return (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { isIPv6 ? isAddressCharacter($0) : isNameCharacter($0) }
    }

    private static func port(_ text: ArraySlice<UInt8>) throws(AddressError) -> UInt16? {
        guard let colon = text.first else { return nil }
        let digits = text.dropFirst()
        guard colon == UInt8(ascii: ":"), (1...5).contains(digits.count) else { throw .port }
        var port: UInt32 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { throw .port }
            port = port * 10 + UInt32(digit - UInt8(ascii: "0"))
        }
        guard let port = UInt16(exactly: port), port > 0 else { throw .port }
        return port
    }

    private static func isBareIPv6(_ text: ArraySlice<UInt8>) -> Bool {
        text.filter { $0 == UInt8(ascii: ":") }.count > 1
            && text.prefix { $0 != UInt8(ascii: "%") }.allSatisfy {
                $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || Hex.value(of: $0) != nil
            }
    }

    private static func isNameCharacter(_ character: UInt8) -> Bool {
        Base64.alphanumericValue(of: character) != nil || character == UInt8(ascii: "-")
            || character == UInt8(ascii: ".") || character == UInt8(ascii: "_")
    }

    // Hexadecimal digits, and a zone (`fe80::1%eth0`).
    private static func isAddressCharacter(_ character: UInt8) -> Bool {
        isNameCharacter(character) || character == UInt8(ascii: ":")
            || character == UInt8(ascii: "%")
    }
}
