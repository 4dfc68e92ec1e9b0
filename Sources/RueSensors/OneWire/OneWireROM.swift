/// The number that a 1-Wire device is known by, laser-cut into it: a family, 48 bits of serial
/// number, and a checksum over both (DS18B20 19-7487, "64-Bit Lasered ROM Code").
public struct OneWireROM: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// The kind of device: 0x28 for a DS18B20.
    public let family: UInt8
    /// The serial number, 0…2⁴⁸ − 1; its lowest byte travels first.
    public let serial: UInt64

    /// Makes a code from its parts; the checksum follows from them.
    ///
    /// - Parameters:
    ///   - family: the kind of device.
    ///   - serial: the serial number; only its lower 48 bits are used.
    public init(family: UInt8, serial: UInt64) {
        self.family = family
        self.serial = serial & 0xFFFF_FFFF_FFFF
    }

    /// Makes a code from what came over the wire.
    ///
    /// - Parameter bytes: 8 bytes: the family, the serial number from its lowest byte on, the
    ///   checksum. Nil results from another count or a wrong checksum, and from zeros only, which
    ///   pass the checksum but are a shorted line.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 8, bytes[0] != 0, OneWireCRC.of(bytes) == 0 else { return nil }
        var serial: UInt64 = 0
        for byte in bytes[1...6].reversed() { serial = serial << 8 | UInt64(byte) }
        self.init(family: bytes[0], serial: serial)
    }

    /// Reads the form in which the kernel names devices: `28-0316a2795dff`, the family and the
    /// serial number from its highest byte on, without the checksum.
    ///
    /// - Parameter text: 2 and 12 hexadecimal digits of either case; nil results from anything
    ///   else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 2, parts[1].utf8.count == 12,
            let family = OneWireROM.hexadecimal(parts[0]),
            let serial = OneWireROM.hexadecimal(parts[1])
        else { return nil }
        self.init(family: UInt8(truncatingIfNeeded: family), serial: serial)
    }

    /// The 8 bytes as they travel: family, serial number from its lowest byte on, checksum.
    public var bytes: [UInt8] {
        var bytes = [family]
        for shift in stride(from: 0, to: 48, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: serial >> UInt64(shift)))
        }
        return bytes + [OneWireCRC.of(bytes)]
    }

    /// The code as the kernel writes it: `28-0316a2795dff`.
    public var description: String {
        OneWireROM.digits(UInt64(family), count: 2) + "-" + OneWireROM.digits(serial, count: 12)
    }

    /// Strict, where the standard library's parser would take a sign.
    private static func hexadecimal(_ digits: Substring) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits.utf8 {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
            case 0x41...0x46: value = value << 4 | UInt64(digit - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt64(digit - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }

    private static func digits(_ value: UInt64, count: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}
