internal import CRueSystem

/// An IPv4 or IPv6 address with a TCP port.
public struct NetworkAddress: Equatable, Sendable, CustomStringConvertible {
    let system: rue_address

    init(_ system: rue_address) {
        self.system = system
    }

    /// Reads a numeric address; nil for a name or anything else.
    /// - Parameters:
    ///   - text: "192.0.2.1", "2001:db8::1" or "fe80::1%eth0", without brackets.
    ///   - port: the TCP port.
    public init?(numeric text: String, port: UInt16) {
        var address = rue_address()
        guard rue_address_parse(text, port, &address) == 0 else { return nil }
        self.init(address)
    }

    /// The TCP port.
    public var port: UInt16 { system.port }

    /// Whether this is an IPv6 address.
    public var isIPv6: Bool { system.version == 6 }

    /// The address as people write it: "192.0.2.1:8443", "[2001:db8::1]:8443".
    public var description: String {
        var system = system
        return withUnsafeTemporaryAllocation(
            of: CChar.self, capacity: Int(RUE_ADDRESS_TEXT_SIZE)
        ) { text in
            guard let start = text.baseAddress else { return "" }
            rue_address_text(&system, start)
            return String(cString: start)
        }
    }

    /// Two addresses are equal when they write the same.
    /// - Parameters:
    ///   - left: one address.
    ///   - right: the other.
    /// - Returns: true when both are the same address and port.
    public static func == (left: NetworkAddress, right: NetworkAddress) -> Bool {
        left.description == right.description
    }
}
