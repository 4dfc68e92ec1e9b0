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
        var meant: [(key: String, value: YAMLNode)] = []
        for pair in pairs {
            guard let key = pair.key.text else {
                reading.note(
                    pair.key.place, "a key in \(name) must be a word, not \(pair.key.kindName)")
                continue
            }
            if !keys.contains(key) {
                let nearest = reading.noteUnknown(
                    key, at: pair.key.place, what: "key in \(name):", among: keys)
                if let nearest { meant.append((nearest, pair.value)) }
            } else if entries.contains(where: { $0.key == key }) {
                reading.note(pair.key.place, "the key \(quoted(key)) is given twice in \(name)")
            } else {
                entries.append((key, pair.value))
            }
        }
        // A misspelt key is one mistake: it is not missing as well, and its value is checked.
        for entry in meant where !entries.contains(where: { $0.key == entry.key }) {
            entries.append(entry)
        }
        self.entries = entries
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
