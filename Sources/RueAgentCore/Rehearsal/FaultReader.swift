/// Reads `faults:`.
struct FaultReader {
    private static let keys =
        ["sensor", "fault", "after", "for", "every", "chance"]
        + FaultWord.Setting.allCases.map { $0.key }
    /// To a week.
    private static let times: ClosedRange<Int64> = 0...604_800_000

    let sensors: [SensorConfiguration]
    /// Those of all sensors, also of those that are not good.
    let ids: [String]
    let words: (SensorDriver) -> [FaultWord]

    private var faults: [PlannedFault] = []
    private var clockJumps: [ClockJump] = []

    init(
        sensors: [SensorConfiguration], ids: [String],
        words: @escaping (SensorDriver) -> [FaultWord]
    ) {
        self.sensors = sensors
        self.ids = ids
        self.words = words
    }

    mutating func schedule(
        _ file: Section, reading: inout ConfigurationReading
    ) -> FaultSchedule {
        guard let node = file["faults"] else { return .none }
        guard case .sequence(let items) = node.content else {
            reading.noteType(node, of: "faults", wanted: "a list (lines that begin with '- ')")
            return .none
        }
        for (index, item) in items.enumerated() {
            let section = Section(
                item, name: "fault \(index + 1)", keys: Self.keys, reading: &reading)
            guard let section else { continue }
            if section["fault"]?.text == ClockJump.word {
                decodeClockJump(section, reading: &reading)
            } else {
                decodeFault(section, reading: &reading)
            }
        }
        return FaultSchedule(faults, clockJumps: clockJumps)
    }
}

// MARK: A sensor's

extension FaultReader {
    private mutating func decodeFault(
        _ section: Section, reading: inout ConfigurationReading
    ) {
        let sensor = decodeSensor(section, reading: &reading)
        let driver = sensors.first { $0.id == sensor }?.driver
        let word = decodeWord(section, of: driver, reading: &reading)
        refuse(section, besides: word, reading: &reading)
        let times = decodeTimes(section, reading: &reading)
        let chance = decodeChance(section, reading: &reading)
        let transaction = count("transaction", to: 1000, of: section, reading: &reading)
        let edges = count("edges", to: 42, of: section, reading: &reading)
        let isLate = word?.settings.contains(.by) ?? false
        let late =
            isLate && section["by"] != nil
            ? section.duration("by", in: 1...10, reading: &reading) : nil
        guard let sensor, let word, let times else { return }
        faults.append(
            PlannedFault(
                sensor: sensor, word: word.name, times: times, chancePercent: chance,
                transaction: transaction, edges: edges, lateMilliseconds: late.map { Int($0) }))
    }

    private func decodeSensor(
        _ section: Section, reading: inout ConfigurationReading
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
            return nil
        }
        return id
    }

    /// Of a sensor that is not good itself nobody can say what it suffers: then no word is wrong.
    private func decodeWord(
        _ section: Section, of driver: SensorDriver?, reading: inout ConfigurationReading
    ) -> FaultWord? {
        guard let value = section.word("fault", reading: &reading), let name = value.text,
            let driver
        else { return nil }
        let possible = words(driver)
        if let word = possible.first(where: { $0.name == name }) { return word }
        reading.noteUnknown(
            name, at: value.place, what: "fault of this sensor:",
            among: possible.map { $0.name }, listing: true)
        return nil
    }

    /// Notes what a fault does not take.
    private func refuse(
        _ section: Section, besides word: FaultWord?, reading: inout ConfigurationReading
    ) {
        guard let word else { return }
        for setting in FaultWord.Setting.allCases where !word.settings.contains(setting) {
            guard let node = section[setting.key] else { continue }
            reading.note(node.place, "\(section.name): \(setting.key) is not for '\(word.name)'")
        }
    }

    private func decodeChance(
        _ section: Section, reading: inout ConfigurationReading
    ) -> Int {
        guard let node = section["chance"] else { return 100 }
        if let percent = node.number(units: [("%", 1)]), (1...100).contains(percent) {
            return Int(percent)
        }
        let meant = node.integer.flatMap { (1...100).contains($0) ? "\($0)%" : nil }
        reading.note(
            node.place, "\(section.name): chance must be from 1% to 100%, not \(node.kindName)",
            suggestion: meant)
        return 100
    }

    private func count(
        _ key: String, to last: Int64, of section: Section, reading: inout ConfigurationReading
    ) -> Int? {
        if section[key] == nil { return nil }
        return Int(section.integer(key, in: 1...last, default: 1, reading: &reading))
    }
}

// MARK: The clock's

extension FaultReader {
    private mutating func decodeClockJump(
        _ section: Section, reading: inout ConfigurationReading
    ) {
        for key in Self.keys where !["fault", "after", "for", "every", "by"].contains(key) {
            guard let node = section[key] else { continue }
            let reason = key == "sensor" ? ": the clock is the whole node's" : ""
            reading.note(
                node.place, "\(section.name): \(key) is not for '\(ClockJump.word)'\(reason)")
        }
        if let sensor = sensors.first(where: { $0.bus != .simulated }) {
            reading.note(
                section.place,
                "\(section.name): '\(ClockJump.word)' is for a node whose sensors are all simulated; "
                    + "\(sensor.id) is on a real bus (\(sensor.bus.text)), and what it says is not to "
                    + "be signed with a wrong time")
        }
        let shift = decodeShift(section, reading: &reading)
        let times = decodeTimes(section, reading: &reading)
        guard let shift, let times else { return }
        clockJumps.append(ClockJump(byMilliseconds: shift, times: times))
    }

    /// A time with its unit, and a sign where the clock goes back.
    private func decodeShift(
        _ section: Section, reading: inout ConfigurationReading
    ) -> Int64? {
        guard let node = section.required("by", reading: &reading) else { return nil }
        let text = node.text ?? ""
        let isBack = text.hasPrefix("-")
        let digits = isBack || text.hasPrefix("+") ? String(text.dropFirst()) : text
        if let length = Units.parse(digits, units: Units.time),
            (1...Self.times.upperBound).contains(length)
        {
            return isBack ? -length : length
        }
        reading.note(
            node.place,
            "\(section.name): by must be a time with its unit (ms, s, min, h), 168h at most, with a "
                + "minus sign if the clock goes back, not \(node.kindName)")
        return nil
    }
}

// MARK: Times

extension FaultReader {
    private func decodeTimes(
        _ section: Section, reading: inout ConfigurationReading
    ) -> FaultTimes? {
        let after = optional("after", section, reading: &reading)
        let length = section.duration("for", in: 1...Self.times.upperBound, reading: &reading)
        let every = optional("every", section, reading: &reading)
        guard let length else { return nil }
        if let every, every <= length, let node = section["every"] {
            reading.note(
                node.place,
                "\(section.name): every (\(Units.describe(every))) must be longer than for "
                    + "(\(Units.describe(length))), or the fault never ends")
        }
        return FaultTimes(
            afterMilliseconds: UInt64(after ?? 0), forMilliseconds: UInt64(length),
            everyMilliseconds: every.map { UInt64($0) })
    }

    private func optional(
        _ key: String, _ section: Section, reading: inout ConfigurationReading
    ) -> Int64? {
        section[key] == nil ? nil : section.duration(key, in: Self.times, reading: &reading)
    }
}
