extension Section {
    /// A whole number within a range, decimal or hexadecimal (0x…).
    func integer(
        _ key: String, in range: ClosedRange<Int64>, default standard: Int64,
        reading: inout ConfigurationReading
    ) -> Int64 {
        guard let node = self[key] else { return standard }
        guard let value = node.integer else {
            reading.noteType(node, of: "\(name): \(key)", wanted: "a whole number")
            return standard
        }
        if range.contains(value) { return value }
        reading.note(
            node.place,
            "\(name): \(key) must be from \(range.lowerBound) to \(range.upperBound), not \(value)")
        return standard
    }

    /// A time with its unit (`500ms`, `10s`, `5min`, `1h`), in milliseconds.
    func duration(
        _ key: String, in range: ClosedRange<Int64>, reading: inout ConfigurationReading
    ) -> Int64? {
        guard let node = required(key, reading: &reading) else { return nil }
        guard let value = node.number(units: Units.time) else {
            let example = node.integer.map { "\($0)s" }
            reading.note(
                node.place,
                "\(name): \(key) must be a time with its unit (ms, s, min, h), not \(node.kindName)",
                suggestion: example)
            return nil
        }
        if range.contains(value) { return value }
        let lower = Units.describe(range.lowerBound)
        let upper = Units.describe(range.upperBound)
        reading.note(
            node.place,
            "\(name): \(key) must be from \(lower) to \(upper), not \(node.kindName)")
        return nil
    }

    /// An amount of bytes with its unit (`64KiB`, `256MiB`, `1GiB`).
    func size(
        _ key: String, in range: ClosedRange<Int64>, default standard: Int64,
        reading: inout ConfigurationReading
    ) -> Int64 {
        guard let node = self[key] else { return standard }
        guard let value = node.number(units: Units.size) else {
            reading.note(
                node.place,
                "\(name): \(key) must be a size with its unit (KiB, MiB, GiB), "
                    + "not \(node.kindName)",
                suggestion: node.integer.map { "\($0)MiB" })
            return standard
        }
        if range.contains(value) { return value }
        reading.note(
            node.place,
            "\(name): \(key) must be from \(range.lowerBound >> 20)MiB to "
                + "\(range.upperBound >> 20)MiB, not \(node.kindName)")
        return standard
    }

    /// A word, that is a text which is not empty.
    func word(_ key: String, reading: inout ConfigurationReading) -> YAMLNode? {
        guard let node = required(key, reading: &reading) else { return nil }
        if let text = node.text, !text.isEmpty { return node }
        reading.noteType(node, of: "\(name): \(key)", wanted: "a word")
        return nil
    }
}
