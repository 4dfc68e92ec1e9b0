/// A group of keys in a configuration. Making one notes keys that are unknown or given twice.
struct Section {
    /// How messages name the group: `batch`, `sensor air`.
    let name: String

    /// Where the group starts.
    let place: TextPlace

    private let entries: [(key: String, value: YAMLNode)]

    init?(
        _ node: YAMLNode, name: String, keys: [String], reading: inout ConfigurationReading
    ) {
        guard case .mapping(let pairs) = node.content else {
            reading.noteType(node, of: name, wanted: "a group of keys")
            return nil
        }
        self.name = name
        place = node.place
        var entries: [(key: String, value: YAMLNode)] = []
        for pair in pairs {
            guard let key = Self.key(pair.key, in: name, keys: keys, reading: &reading) else {
                continue
            }
            if entries.contains(where: { $0.key == key }) {
                reading.note(pair.key.place, "the key \(quoted(key)) is given twice in \(name)")
                continue
            }
            entries.append((key, pair.value))
        }
        self.entries = entries
    }

    private static func key(
        _ node: YAMLNode, in name: String, keys: [String], reading: inout ConfigurationReading
    ) -> String? {
        guard let key = node.text else {
            reading.note(node.place, "a key in \(name) must be a word, not \(node.kindName)")
            return nil
        }
        if !keys.contains(key) {
            reading.noteUnknown(key, at: node.place, what: "key in \(name):", among: keys)
            return nil
        }
        return key
    }

    subscript(key: String) -> YAMLNode? {
        entries.first { $0.key == key }?.value
    }

    /// A key's value; notes that it is missing.
    func required(_ key: String, reading: inout ConfigurationReading) -> YAMLNode? {
        if let node = self[key] { return node }
        reading.note(place, "\(name) lacks the key \(quoted(key))")
        return nil
    }
}
