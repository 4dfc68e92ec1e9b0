/// How a DHT22 or DHT11 is connected.
public struct DHTSettings: Equatable, Sendable {
    /// Whether it is a DHT11. A frame does not say, so the configuration must.
    public let isDHT11: Bool

    /// The line's number on its chip, from 0 on: on a Raspberry Pi the GPIO number.
    public let line: UInt32
}

extension DHTSettings {
    static let keys = ["line"]

    static func decode(
        _ section: Section, isDHT11: Bool, reading: inout ConfigurationReading
    ) -> DHTSettings? {
        guard let node = section.required("line", reading: &reading) else { return nil }
        if let line = node.integer, (0...1023).contains(line) {
            return DHTSettings(isDHT11: isDHT11, line: UInt32(line))
        }
        reading.note(
            node.place,
            "\(section.name): line must be a GPIO's number, not a pin's, from 0 to 1023, "
                + "not \(node.kindName)",
            suggestion: number(in: node))
        return nil
    }

    /// `GPIO4` and the like.
    private static func number(in node: YAMLNode) -> String? {
        guard let text = node.text?.lowercased(), text.hasPrefix("gpio") else { return nil }
        let digits = text.utf8.dropFirst(4).drop { $0 == 0x20 || $0 == 0x5F || $0 == 0x2D }
        return UInt16(String(Substring(digits))).map { "\($0)" }
    }
}
