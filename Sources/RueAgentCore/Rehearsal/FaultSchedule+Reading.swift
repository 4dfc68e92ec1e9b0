extension FaultSchedule {
    private static let keys = ["sensor", "fault", "after", "for", "every"]
    /// To a week.
    private static let times: ClosedRange<Int64> = 0...604_800_000

    /// Reads `faults:`; `ids` are those of all sensors, also of those that are not good.
    static func decode(
        _ file: Section, sensors: [SensorConfiguration], ids: [String],
        reading: inout ConfigurationReading
    ) -> FaultSchedule {
        guard let node = file["faults"] else { return .none }
        guard case .sequence(let items) = node.content else {
            reading.noteType(node, of: "faults", wanted: "a list (lines that begin with '- ')")
            return .none
        }
        var faults: [PlannedFault] = []
        for (index, item) in items.enumerated() {
            guard
                let section = Section(
                    item, name: "fault \(index + 1)", keys: keys, reading: &reading)
            else { continue }
            let id = decodeSensor(section, sensors: sensors, ids: ids, reading: &reading)
            let driver = sensors.first { $0.id == id }?.driver
            let fault = decodeFault(section, of: driver, reading: &reading)
            if let planned = decodeTimes(section, of: id, fault, reading: &reading) {
                faults.append(planned)
            }
        }
        return FaultSchedule(faults)
    }

    private static func decodeSensor(
        _ section: Section, sensors: [SensorConfiguration], ids: [String],
        reading: inout ConfigurationReading
    ) -> String? {
        guard let value = section.word("sensor", reading: &reading), let id = value.text else {
            return nil
        }
        if !ids.contains(id) {
            reading.noteUnknown(
                id, at: value.place, what: "sensor in \(section.name):", among: ids, listing: true)
            return nil
        }
        if let sensor = sensors.first(where: { $0.id == id }), sensor.bus != .simulated {
            reading.note(
                value.place,
                "\(section.name): sensor \(id) is on a real bus (\(sensor.bus.text)); only one with "
                    + "'bus: simulated' can be made to fail")
        }
        return id
    }

    private static func decodeFault(
        _ section: Section, of driver: SensorDriver?, reading: inout ConfigurationReading
    ) -> SensorFault? {
        guard let value = section.word("fault", reading: &reading), let word = value.text else {
            return nil
        }
        // Of a sensor that is not good itself nobody can say what it suffers.
        let possible = driver?.faults ?? SensorFault.allCases
        if let fault = possible.first(where: { $0.description == word }) { return fault }
        reading.noteUnknown(
            word, at: value.place, what: "fault of this sensor:",
            among: possible.map { $0.description }, listing: true)
        return nil
    }

    private static func decodeTimes(
        _ section: Section, of id: String?, _ fault: SensorFault?,
        reading: inout ConfigurationReading
    ) -> PlannedFault? {
        let after = optional("after", section, reading: &reading)
        let length = section.duration("for", in: 1...times.upperBound, reading: &reading)
        let every = optional("every", section, reading: &reading)
        guard let id, let fault, let length else { return nil }
        if let every, every <= length, let node = section["every"] {
            reading.note(
                node.place,
                "\(section.name): every (\(Units.describe(every))) must be longer than for "
                    + "(\(Units.describe(length))), or the fault never ends")
        }
        return PlannedFault(
            sensor: id, fault: fault, afterMilliseconds: UInt64(after ?? 0),
            forMilliseconds: UInt64(length), everyMilliseconds: every.map { UInt64($0) })
    }

    private static func optional(
        _ key: String, _ section: Section, reading: inout ConfigurationReading
    ) -> Int64? {
        section[key] == nil ? nil : section.duration(key, in: times, reading: &reading)
    }
}
