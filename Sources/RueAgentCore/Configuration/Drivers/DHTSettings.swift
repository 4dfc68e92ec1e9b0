/// How a DHT22 or DHT11 is connected.
public struct DHTSettings: Equatable, Sendable {
    /// Whether it is a DHT11. A frame does not say, so the configuration must.
    public let isDHT11: Bool

    /// The line's number on its chip, from 0 on: on a Raspberry Pi the GPIO number.
    public let line: UInt32

    /// How many damaged or missing frames make a sample fail, 1 to 5.
    public let tries: Int

    /// The line, on the same chip, that switches the sensor's supply, if there is one.
    public let power: PowerLine?

    /// A line that switches a supply.
    public struct PowerLine: Equatable, Sendable {
        /// The line's number on its chip.
        public let line: UInt32
        /// Whether 0 V is on.
        public let isActiveLow: Bool
    }
}

extension DHTSettings {
    /// All lines that it holds: data, and supply where it is switched.
    var lines: [UInt32] { [line] + (power.map { [$0.line] } ?? []) }

    static let keys = ["line", "tries", "power"]

    static func decode(
        _ section: Section, isDHT11: Bool, reading: inout ConfigurationReading
    ) -> DHTSettings? {
        let line = number(of: section, reading: &reading)
        let tries = section.integer("tries", in: 1...5, default: 3, reading: &reading)
        let power = decodePower(section, besides: line, reading: &reading)
        return line.map {
            DHTSettings(isDHT11: isDHT11, line: $0, tries: Int(tries), power: power)
        }
    }

    static func number(
        of section: Section, key: String = "line", reading: inout ConfigurationReading
    ) -> UInt32? {
        guard let node = section.required(key, reading: &reading) else { return nil }
        if let line = node.integer, (0...1023).contains(line) { return UInt32(line) }
        reading.note(
            node.place,
            "\(section.name): \(key) must be a GPIO's number, not a pin's, from 0 to 1023, "
                + "not \(node.kindName)",
            suggestion: number(in: node))
        return nil
    }

    private static func decodePower(
        _ section: Section, besides line: UInt32?, reading: inout ConfigurationReading
    ) -> PowerLine? {
        guard let node = section["power"],
            let group = Section(
                node, name: "\(section.name): power", keys: ["line", "active"], reading: &reading),
            let own = number(of: group, reading: &reading)
        else { return nil }
        if own == line {
            reading.note(
                node.place,
                "\(group.name): the line that switches the supply is not that of the data")
        }
        return PowerLine(line: own, isActiveLow: isActiveLow(group, reading: &reading))
    }

    private static func isActiveLow(
        _ section: Section, reading: inout ConfigurationReading
    ) -> Bool {
        guard section["active"] != nil, let node = section.word("active", reading: &reading),
            let word = node.text
        else { return false }
        if word == "low" || word == "high" { return word == "low" }
        reading.noteUnknown(
            word, at: node.place, what: "level", among: ["low", "high"], listing: true)
        return false
    }

    /// `GPIO4` and the like.
    private static func number(in node: YAMLNode) -> String? {
        guard let text = node.text?.lowercased(), text.hasPrefix("gpio") else { return nil }
        let digits = text.utf8.dropFirst(4).drop { $0 == 0x20 || $0 == 0x5F || $0 == 0x2D }
        return UInt16(String(Substring(digits))).flatMap { $0 <= 1023 ? "\($0)" : nil }
    }
}
