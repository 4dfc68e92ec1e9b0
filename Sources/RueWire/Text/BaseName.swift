/// A node's base name: `urn:dev:mac:` (RFC 9039), an EUI-64 as 16 lower-case hexadecimal digits,
/// and a trailing `_`.
public enum BaseName {
    private static let prefix = "urn:dev:mac:"

    /// The base name of a device with a hardware address.
    ///
    /// - Parameter address: a 48-bit MAC address (6 bytes; widened with `fffe` in the middle, no
    ///   bit flipped) or an EUI-64 (8 bytes).
    /// - Returns: for instance `urn:dev:mac:b827ebfffe3c9a01_`; nil for any other length.
    public static func mac(_ address: [UInt8]) -> String? {
        switch address.count {
        case 6: text(Array(address[0..<3]) + [0xff, 0xfe] + Array(address[3..<6]))
        case 8: text(address)
        default: nil
        }
    }

    /// The base name of a simulated node: the first 8 bytes of its key's id, with the local bit
    /// set and the group bit clear.
    ///
    /// - Parameter keyID: the key's id.
    /// - Returns: the base name.
    public static func simulated(_ keyID: KeyID) -> String {
        var address = Array(keyID.bytes.prefix(8))
        address[0] = address[0] & 0xfe | 0x02
        return text(address)
    }

    /// Whether a text is a base name in its only form.
    ///
    /// - Parameter text: the text.
    /// - Returns: true if it is.
    public static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let lead = Array(prefix.utf8)
        guard bytes.count == lead.count + 17, bytes.starts(with: lead) else { return false }
        guard bytes.last == UInt8(ascii: "_") else { return false }
        for digit in bytes[lead.count..<lead.count + 16] {
            guard Hex.value(of: digit) != nil, !(0x41...0x46).contains(digit) else { return false }
        }
        return true
    }

    private static func text(_ address: [UInt8]) -> String {
        prefix + Hex.encode(address) + "_"
    }
}
