extension NodeConfiguration {
    /// Reads a node's YAML file. Does no I/O.
    ///
    /// - Parameters:
    ///   - bytes: the file, at most 64 KiB of UTF-8.
    ///   - rooms: the rooms that a simulation can show; the first is the default.
    /// - Returns: the configuration, complete and within all ranges.
    /// - Throws: everything that is wrong with the file; for a file that is not YAML, the first.
    public static func read(
        _ bytes: [UInt8], rooms: [String]
    ) throws(ConfigurationError) -> NodeConfiguration {
        guard let root = try YAMLReader.read(bytes) else {
            throw ConfigurationError([
                ConfigurationProblem(place: .start, message: "the file is empty")
            ])
        }
        var reading = ConfigurationReading()
        let configuration = decode(root, rooms: rooms, reading: &reading)
        try reading.finish()
        guard let configuration else {
            throw ConfigurationError([
                ConfigurationProblem(place: .start, message: "the file describes no node")
            ])
        }
        return configuration
    }

    private static func decode(
        _ root: YAMLNode, rooms: [String], reading: inout ConfigurationReading
    ) -> NodeConfiguration? {
        guard
            let file = Section(
                root, name: "the file", keys: ["node", "batch", "spool", "sensors", "simulation"],
                reading: &reading)
        else { return nil }
        let name = decodeName(file, reading: &reading)
        let batch = decodeBatch(file, reading: &reading)
        let limit = decodeSpoolLimit(file, reading: &reading)
        let sensors = decodeSensors(file, reading: &reading)
        let simulation = decodeSimulation(file, rooms: rooms, reading: &reading)
        guard let name else { return nil }
        return NodeConfiguration(
            name: name, batch: batch, spoolLimitBytes: limit, sensors: sensors,
            simulation: simulation)
    }

    private static func decodeName(
        _ file: Section, reading: inout ConfigurationReading
    ) -> String? {
        guard let node = file.required("node", reading: &reading),
            let section = Section(node, name: "node", keys: ["name"], reading: &reading),
            let value = section.word("name", reading: &reading), let name = value.text
        else { return nil }
        if name.unicodeScalars.count > 64 || name.unicodeScalars.contains(where: { $0.value < 32 })
        {
            reading.note(value.place, "node: name must be 1 to 64 characters on one line")
        }
        return name
    }

    private static func decodeBatch(
        _ file: Section, reading: inout ConfigurationReading
    ) -> BatchLimits {
        guard let node = file["batch"],
            let section = Section(
                node, name: "batch", keys: ["readings", "seconds"], reading: &reading)
        else { return .standard }
        let readings = section.integer("readings", in: 1...1000, default: 60, reading: &reading)
        let seconds = section.integer("seconds", in: 1...3600, default: 60, reading: &reading)
        return BatchLimits(readings: Int(readings), milliseconds: UInt64(seconds) * 1000)
    }

    private static func decodeSpoolLimit(
        _ file: Section, reading: inout ConfigurationReading
    ) -> Int64 {
        let standard: Int64 = 256 << 20
        guard let node = file["spool"],
            let section = Section(node, name: "spool", keys: ["limit"], reading: &reading)
        else { return standard }
        return section.size(
            "limit", in: (1 << 20)...(1 << 40), default: standard, reading: &reading)
    }

    private static func decodeSensors(
        _ file: Section, reading: inout ConfigurationReading
    ) -> [SensorConfiguration] {
        guard let node = file.required("sensors", reading: &reading) else { return [] }
        guard case .sequence(let items) = node.content else {
            reading.noteType(node, of: "sensors", wanted: "a list (lines that begin with '- ')")
            return []
        }
        if items.isEmpty { reading.note(node.place, "sensors is empty; a node reads at least one") }
        if items.count > 64 {
            reading.note(node.place, "sensors has \(items.count) entries; a node takes 64")
        }
        var sensors: [SensorConfiguration] = []
        var ids: [String: TextPlace] = [:]
        var places: [TextPlace] = []
        for (index, item) in items.enumerated() {
            let id = SensorConfiguration.decodeID(item, taken: &ids, reading: &reading)
            guard
                let sensor = SensorConfiguration.decode(
                    item, id: id, number: index + 1, reading: &reading)
            else { continue }
            noteCollision(of: sensor, at: item.place, with: sensors, places, reading: &reading)
            sensors.append(sensor)
            places.append(item.place)
        }
        return sensors
    }

    /// Two chips cannot answer at one address; a simulated bus belongs to its sensor alone.
    private static func noteCollision(
        of sensor: SensorConfiguration, at place: TextPlace, with others: [SensorConfiguration],
        _ places: [TextPlace], reading: inout ConfigurationReading
    ) {
        guard case .device(let path) = sensor.bus,
            let index = others.firstIndex(where: {
                $0.bus == sensor.bus && $0.driver.address == sensor.driver.address
            })
        else { return }
        reading.note(
            place,
            "sensor \(sensor.id) has the bus and the address (\(path), "
                + "0x\(String(sensor.driver.address, radix: 16))) of the sensor in line "
                + "\(places[index].line)")
    }

    private static func decodeSimulation(
        _ file: Section, rooms: [String], reading: inout ConfigurationReading
    ) -> SimulationConfiguration {
        let standard = SimulationConfiguration(seed: 1, room: rooms.first ?? "")
        guard let node = file["simulation"],
            let section = Section(
                node, name: "simulation", keys: ["seed", "room"], reading: &reading)
        else { return standard }
        let seed = section.integer("seed", in: 0...Int64.max, default: 1, reading: &reading)
        var room = standard.room
        if section["room"] != nil, let value = section.word("room", reading: &reading),
            let text = value.text
        {
            room = text
            if !rooms.contains(text) {
                reading.noteUnknown(
                    text, at: value.place, what: "room", among: rooms, listing: true)
            }
        }
        return SimulationConfiguration(seed: UInt64(seed), room: room)
    }
}
