extension SpoolConfiguration {
    private static let places = ["card", "memory"]

    /// Reads `spool: memory`, `spool: {limit: 64MiB}` or `spool: {in: memory, limit: 4MiB}`.
    static func decode(_ file: Section, reading: inout ConfigurationReading) -> SpoolConfiguration {
        guard let node = file["spool"] else { return .standard }
        if let text = node.text, !text.isEmpty {
            return standard(in: decodePlace(node, named: "spool", reading: &reading))
        }
        guard let section = Section(node, name: "spool", keys: ["in", "limit"], reading: &reading)
        else { return .standard }
        let place = section["in"].map { decodePlace($0, named: "spool: in", reading: &reading) }
        let standard = standard(in: place ?? .card)
        let limit = section.size(
            "limit", in: (1 << 20)...(standard.place == .card ? 1 << 40 : 1 << 30),
            default: standard.limitBytes, reading: &reading)
        return SpoolConfiguration(place: standard.place, limitBytes: limit)
    }

    private static func standard(in place: Place) -> SpoolConfiguration {
        place == .card
            ? .standard : SpoolConfiguration(place: .memory, limitBytes: standardMemoryBytes)
    }

    private static func decodePlace(
        _ node: YAMLNode, named name: String, reading: inout ConfigurationReading
    ) -> Place {
        guard let text = node.text else {
            reading.noteType(node, of: name, wanted: "'card' or 'memory'")
            return .card
        }
        if text == "memory" { return .memory }
        if text != "card" {
            reading.noteUnknown(
                text, at: node.place, what: "place for the spool", among: places, listing: true)
        }
        return .card
    }
}
