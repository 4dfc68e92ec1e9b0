extension NodeConfiguration {
    /// Reads a node's YAML file. Does no I/O.
    ///
    /// - Parameters:
    ///   - bytes: the file, at most 64 KiB of UTF-8.
    ///   - rooms: the rooms that a simulation can show; the first is the default.
    ///   - faults: what a simulated sensor of a driver can be made to suffer; nothing by default.
    /// - Returns: the configuration, complete and within all ranges.
    /// - Throws: everything that is wrong with the file; for a file that is not YAML, the first.
    public static func read(
        _ bytes: [UInt8], rooms: [SimulatedRoom],
        faults: @escaping (SensorDriver) -> [FaultWord] = { _ in [] }
    ) throws(ConfigurationError) -> NodeConfiguration {
        guard let root = try YAMLReader.read(bytes) else {
            throw ConfigurationError([
                ConfigurationProblem(place: .start, message: "the file is empty")
            ])
        }
        var reading = ConfigurationReading()
        let configuration = decode(root, rooms: rooms, faults: faults, reading: &reading)
        try reading.finish()
        guard let configuration else {
            throw ConfigurationError([
                ConfigurationProblem(place: .start, message: "the file describes no node")
            ])
        }
        return configuration
    }

    private static func decode(
        _ root: YAMLNode, rooms: [SimulatedRoom],
        faults words: @escaping (SensorDriver) -> [FaultWord], reading: inout ConfigurationReading
    ) -> NodeConfiguration? {
        guard
            let file = Section(
                root, name: "the file",
                keys: ["node", "batch", "spool", "sensors", "simulation", "faults"],
                reading: &reading)
        else { return nil }
        let name = decodeName(file, reading: &reading)
        let batch = decodeBatch(file, reading: &reading)
        let spool = SpoolConfiguration.decode(file, reading: &reading)
        let simulation = decodeSimulation(file, rooms: rooms, reading: &reading)
        let room = rooms.first { $0.name == simulation.room }
        var ids: [String: TextPlace] = [:]
        let sensors = decodeSensors(file, in: room, ids: &ids, reading: &reading)
        var reader = FaultReader(sensors: sensors, ids: ids.keys.sorted(), words: words)
        let faults = reader.schedule(file, reading: &reading)
        guard let name else { return nil }
        return NodeConfiguration(
            name: name, batch: batch, spool: spool, sensors: sensors,
            simulation: simulation, faults: faults)
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

    private static func decodeSensors(
        _ file: Section, in room: SimulatedRoom?, ids: inout [String: TextPlace],
        reading: inout ConfigurationReading
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
        var places: [TextPlace] = []
        for (index, item) in items.enumerated() {
            let id = SensorConfiguration.decodeID(item, taken: &ids, reading: &reading)
            guard
                let sensor = SensorConfiguration.decode(
                    item, id: id, number: index + 1, in: room, reading: &reading)
            else { continue }
            noteCollision(of: sensor, at: item.place, with: sensors, places, reading: &reading)
            sensors.append(sensor)
            places.append(item.place)
        }
        return sensors
    }

    /// Two chips cannot answer at one address or on one line; a simulated bus belongs to its
    /// sensor alone.
    private static func noteCollision(
        of sensor: SensorConfiguration, at place: TextPlace, with others: [SensorConfiguration],
        _ places: [TextPlace], reading: inout ConfigurationReading
    ) {
        for (other, line) in zip(others, places) where other.bus == sensor.bus {
            guard let (what, remedy) = shared(by: sensor, and: other) else { continue }
            return reading.note(
                place,
                "sensor \(sensor.id) has \(what) of the sensor in line \(line.line)\(remedy)")
        }
    }

    /// What two sensors on one bus cannot share, if they do.
    private static func shared(
        by sensor: SensorConfiguration, and other: SensorConfiguration
    ) -> (what: String, remedy: String)? {
        if sensor.bus == .simulated { return nil }
        let bus = sensor.bus.text
        switch (sensor.driver, other.driver) {
        case (.bosch280(let own), .bosch280(let others)) where own.address == others.address:
            return ("the bus and the address (\(bus), 0x\(String(own.address, radix: 16)))", "")
        case (.dht(let own), .dht(let others)):
            let common = own.lines.first { others.lines.contains($0) }
            return common.map { ("the line (\(bus), \($0))", "") }
        case (.dht(let own), .ds18b20(let others)), (.ds18b20(let others), .dht(let own)):
            let common = own.lines.first { $0 == others.line }
            return common.map { ("the line (\(bus), \($0))", "") }
        case (.ds18b20(let own), .ds18b20(let others))
        where own.bridgeAddress == others.bridgeAddress && own.line == others.line:
            guard let device = own.device, let second = others.device else {
                let bridge = own.bridgeAddress.map { ", 0x\(String($0, radix: 16))" } ?? ""
                let line = own.line.map { ", line \($0)" } ?? ""
                return ("the bus (\(bus)\(bridge)\(line))", "; each needs a 'device'")
            }
            return device == second ? ("the device (\(device))", "") : nil
        case (.iio(let own), .iio(let others)):
            guard let device = own.device, let second = others.device else {
                let areAlike = own.chip == others.chip || own.chip.isDHT && others.chip.isDHT
                return areAlike ? ("the bus (\(bus))", "; each needs a 'device'") : nil
            }
            return device == second ? ("the device (\(device))", "") : nil
        default: return nil
        }
    }

    private static func decodeSimulation(
        _ file: Section, rooms: [SimulatedRoom], reading: inout ConfigurationReading
    ) -> SimulationConfiguration {
        let names = rooms.map { $0.name }
        let standard = SimulationConfiguration(seed: 1, room: names.first ?? "")
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
            if !names.contains(text) {
                reading.noteUnknown(
                    text, at: value.place, what: "room", among: names, listing: true)
            }
        }
        return SimulationConfiguration(seed: UInt64(seed), room: room)
    }
}
