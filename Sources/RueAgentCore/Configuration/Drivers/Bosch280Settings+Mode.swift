internal import RueSensors

extension Bosch280Settings {
    /// Reads `mode` and, for normal mode, `standby`.
    static func decodeMode(
        _ section: Section, on chip: BME280.Chip, reading: inout ConfigurationReading
    ) -> BME280.Mode {
        guard isNormal(section, reading: &reading) else {
            if let node = section["standby"] {
                reading.note(
                    node.place, "\(section.name): standby is for 'mode: normal' alone")
            }
            return .forced
        }
        return .normal(standby: decodeStandby(section, on: chip, reading: &reading))
    }

    private static func isNormal(
        _ section: Section, reading: inout ConfigurationReading
    ) -> Bool {
        guard section["mode"] != nil, let node = section.word("mode", reading: &reading),
            let word = node.text
        else { return false }
        if word == "normal" || word == "forced" { return word == "normal" }
        let nearest = reading.noteUnknown(
            word, at: node.place, what: "mode", among: ["forced", "normal"], listing: true)
        // A misspelt mode is one mistake: its pause is not another.
        return nearest == "normal" || section["standby"] != nil
    }

    /// One second unless said: of what all chips have, what warms the chip least.
    private static func decodeStandby(
        _ section: Section, on chip: BME280.Chip, reading: inout ConfigurationReading
    ) -> BME280.Standby {
        guard let node = section["standby"] else { return .milliseconds1000 }
        let wanted = node.text.flatMap(microseconds)
        let possible = BME280.Standby.allCases.filter { $0.code(on: chip) != nil }
        if let found = possible.first(where: { UInt64($0.microseconds) == wanted }) { return found }
        let list = possible.map(text).joined(separator: ", ")
        reading.note(
            node.place,
            "\(section.name): standby of a \(chip.description) must be one of \(list), not "
                + node.kindName,
            suggestion: wanted.flatMap { nearest($0, among: possible) }.map(text))
        return .milliseconds1000
    }

    private static func nearest(
        _ wanted: UInt64, among possible: [BME280.Standby]
    ) -> BME280.Standby? {
        func distance(_ standby: BME280.Standby) -> UInt64 {
            let own = UInt64(standby.microseconds)
            return own > wanted ? own - wanted : wanted - own
        }
        return possible.min { distance($0) < distance($1) }
    }

    /// As one would write it: `0.5ms`, `62.5ms`, `1s`.
    private static func text(_ standby: BME280.Standby) -> String {
        let microseconds = standby.microseconds
        if microseconds % 1_000_000 == 0 { return "\(microseconds / 1_000_000)s" }
        let tenths = microseconds % 1000 / 100
        return "\(microseconds / 1000)" + (tenths == 0 ? "ms" : ".\(tenths)ms")
    }

    /// A time with its unit and at most one decimal, such as `62.5ms`.
    private static func microseconds(_ text: String) -> UInt64? {
        if let whole = Units.parse(text, units: [("ms", 1000), ("s", 1_000_000)]) {
            return UInt64(whole)
        }
        let parts = text.split(separator: ".")
        guard parts.count == 2, parts[1].utf8.dropFirst().first.map({ $0 > 0x39 }) ?? false
        else { return nil }
        return Units.parse(String(parts[0] + parts[1]), units: [("ms", 100), ("s", 100_000)])
            .map { UInt64($0) }
    }
}
