internal import RueCommandLine

extension SensorConfiguration {
    private static let commonKeys = ["id", "driver", "bus", "interval", "place"]

    /// Reads the id first, alone: everything else about the sensor is reported under it.
    static func decodeID(
        _ node: YAMLNode, taken: inout [String: TextPlace], reading: inout ConfigurationReading
    ) -> String? {
        guard case .mapping = node.content else {
            reading.noteType(node, of: "a sensor", wanted: "a group of keys")
            return nil
        }
        guard let value = value(of: "id", in: node) else {
            reading.note(node.place, "this sensor lacks the key 'id'")
            return nil
        }
        guard let id = value.text, isValid(id: id) else {
            reading.note(
                value.place,
                "a sensor's id must be 1 to 32 lower-case letters, digits and underscores, "
                    + "beginning with a letter and not with 'node', not \(value.kindName)",
                suggestion: value.text.flatMap(repaired))
            return nil
        }
        if let first = taken[id] {
            reading.note(
                value.place,
                "the id \(quoted(id)) is taken by the sensor in line \(first.line); "
                    + "each sensor needs one of its own")
        }
        taken[id] = value.place
        return id
    }

    /// Reads the rest; all of it, so that each mistake is noted, even without an id or a driver.
    static func decode(
        _ node: YAMLNode, id: String?, number: Int, in room: SimulatedRoom?,
        reading: inout ConfigurationReading
    ) -> SensorConfiguration? {
        guard case .mapping = node.content else { return nil }
        let name = "sensor \(id ?? "\(number)")"
        let entry = driverEntry(node, name: name, reading: &reading)
        // Of an unknown driver nobody can say which keys it lacks, or does not take.
        let keys = entry?.keys ?? DriverEntry.allKeys
        guard let section = Section(node, name: name, keys: commonKeys + keys, reading: &reading)
        else { return nil }
        let bus = decodeBus(section, kind: entry?.bus, reading: &reading)
        let driver = entry?.decode(section, &reading)
        let interval = decodeInterval(section, of: driver, reading: &reading)
        let place = decodePlace(section, on: bus, in: room, reading: &reading)
        guard let id, let bus, let interval, let driver else { return nil }
        return SensorConfiguration(
            id: id, driver: driver, bus: bus, intervalMilliseconds: interval, place: place)
    }

    /// The driver decides which keys there are, so it is found before they are checked.
    private static func driverEntry(
        _ node: YAMLNode, name: String, reading: inout ConfigurationReading
    ) -> DriverEntry? {
        guard let value = value(of: "driver", in: node) else {
            reading.note(node.place, "\(name) lacks the key 'driver'")
            return nil
        }
        guard let word = value.text else {
            reading.noteType(value, of: "\(name): driver", wanted: "a word")
            return nil
        }
        if let entry = DriverEntry.all.first(where: { $0.name == word }) { return entry }
        reading.noteUnknown(
            word, at: value.place, what: "driver", among: DriverEntry.all.map { $0.name },
            listing: true)
        return nil
    }

    /// A key's value, also of a misspelt key, which is noted when the whole group is read.
    private static func value(of key: String, in node: YAMLNode) -> YAMLNode? {
        guard case .mapping(let pairs) = node.content else { return nil }
        if let pair = pairs.first(where: { $0.key.text == key }) { return pair.value }
        let known = commonKeys + DriverEntry.allKeys
        return pairs.first {
            $0.key.text.map { Suggestion.nearest($0, among: known) == key && !known.contains($0) }
                ?? false
        }?.value
    }

    private static func decodeBus(
        _ section: Section, kind: BusKind?, reading: inout ConfigurationReading
    ) -> BusName? {
        guard let value = section.word("bus", reading: &reading), let text = value.text else {
            return nil
        }
        guard let kind else { return BusKind.anyBus(text) }
        if let bus = kind.bus(text) { return bus }
        reading.note(
            value.place,
            "\(section.name): bus must be \(kind.expected), not \(quoted(text))",
            suggestion: kind.suggestion(for: text))
        return nil
    }

    private static func decodeInterval(
        _ section: Section, of driver: SensorDriver?, reading: inout ConfigurationReading
    ) -> UInt64? {
        guard
            let interval = section.duration("interval", in: 100...86_400_000, reading: &reading)
        else { return nil }
        if let least = driver?.leastInterval, UInt64(interval) < least.milliseconds,
            let node = section["interval"]
        {
            let lower = Units.describe(Int64(least.milliseconds))
            reading.note(
                node.place,
                "\(section.name): interval must be at least \(lower), not \(node.kindName): "
                    + least.reason)
        }
        return UInt64(interval)
    }

    private static func decodePlace(
        _ section: Section, on bus: BusName?, in room: SimulatedRoom?,
        reading: inout ConfigurationReading
    ) -> String? {
        guard section["place"] != nil, let value = section.word("place", reading: &reading),
            let place = value.text
        else { return nil }
        if let bus, bus != .simulated {
            reading.note(
                value.place,
                "\(section.name): place is for simulated sensors; of a real one let the id tell it")
        } else if let room, !room.places.contains(place) {
            reading.noteUnknown(
                place, at: value.place, what: "place in \(room.name):", among: room.places,
                listing: true)
        }
        return place
    }

    private static func isValid(id: String) -> Bool {
        guard let first = id.utf8.first, (0x61...0x7A).contains(first) else { return false }
        let isPlain = id.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        return isPlain && id.utf8.count <= 32 && id != "node" && !id.hasPrefix("node_")
    }

    /// An id that would do, when the one given is only spelt with other letters.
    private static func repaired(_ id: String) -> String? {
        let spelt = id.lowercased().utf8.map { $0 == 0x20 || $0 == 0x2D ? 0x5F : $0 }
        let candidate = String(decoding: spelt, as: UTF8.self)
        return isValid(id: candidate) ? candidate : nil
    }
}
