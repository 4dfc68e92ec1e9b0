internal import COpenSSL

/// An Ed25519 private key as PKCS #8 PEM (RFC 8410 §7, RFC 7468 §10).
///
/// Written and read by hand, because the DER of such a key is a fixed prefix and the seed: the
/// node's static binary then needs none of OpenSSL's decoders.
enum PrivateKeyPEM {
    /// SEQUENCE { INTEGER 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING (32) } }
    private static let prefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ]
    private static let head = "-----BEGIN PRIVATE KEY-----"
    private static let foot = "-----END PRIVATE KEY-----"
    /// 48 bytes of DER are exactly one line of base64 (RFC 7468 §2: 64 characters).
    private static let bodyCount = 64

    /// The file's text for a 32-byte seed.
    static func encode(seed: [UInt8]) -> [UInt8] {
        let der = prefix + seed
        // EVP_EncodeBlock ends its text with a NUL.
        var body = [UInt8](repeating: 0, count: bodyCount + 1)
        der.withUnsafeBufferPointer { der in
            _ = body.withUnsafeMutableBufferPointer {
                EVP_EncodeBlock($0.baseAddress, der.baseAddress, Int32(der.count))
            }
        }
        let newline: [UInt8] = [UInt8(ascii: "\n")]
        return Array(head.utf8) + newline + body.prefix(bodyCount) + newline + Array(foot.utf8)
            + newline
    }

    /// The seed in a file's text, or nil when it is anything but one such key. Blank space at the
    /// ends of lines is allowed, since editors leave it.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        let lines = text.split(separator: UInt8(ascii: "\n")).map(trimmed).filter { !$0.isEmpty }
        guard lines.count == 3, lines[0].elementsEqual(head.utf8),
            lines[2].elementsEqual(foot.utf8), lines[1].count == bodyCount
        else { return nil }
        var der = [UInt8](repeating: 0, count: bodyCount / 4 * 3)
        let count = lines[1].withUnsafeBufferPointer { body in
            der.withUnsafeMutableBufferPointer {
                EVP_DecodeBlock($0.baseAddress, body.baseAddress, Int32(body.count))
            }
        }
        guard count == der.count, der.starts(with: prefix) else { return nil }
        return Array(der[prefix.count...])
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let last = line.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\r") {
            line.removeLast()
        }
        return line
    }
}
