internal import RueSensors

/// Which DS18B20 is to be read.
public struct DS18B20Settings: Equatable, Sendable {
    /// The device as the kernel names it, such as `28-0316a2795dff`; nil for the only one there is.
    public let device: String?
}

extension DS18B20Settings {
    static let keys = ["device"]

    static func decode(
        _ section: Section, reading: inout ConfigurationReading
    ) -> DS18B20Settings {
        guard let node = section["device"] else { return DS18B20Settings(device: nil) }
        if let text = node.text, let code = OneWireROM(text), code.family == DS18B20.family,
            code.description == text
        {
            return DS18B20Settings(device: text)
        }
        reading.note(
            node.place,
            "\(section.name): device must be a name as in /sys/bus/w1/devices (28-0316a2795dff), "
                + "not \(node.kindName)",
            suggestion: node.text.flatMap(meant))
        return DS18B20Settings(device: nil)
    }

    /// The kernel's name for a code in capitals, or for the 16 digits that others write: the bytes
    /// as they travel, the checksum last.
    private static func meant(_ text: String) -> String? {
        let digits = text.lowercased()
        let code = OneWireROM(digits) ?? bytes(digits).flatMap { OneWireROM(bytes: $0) }
        return code.flatMap { $0.family == DS18B20.family ? $0.description : nil }
    }

    private static func bytes(_ digits: String) -> [UInt8]? {
        let values = digits.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.utf8.count == 16, values.count == 16 else { return nil }
        return stride(from: 0, to: 16, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}
