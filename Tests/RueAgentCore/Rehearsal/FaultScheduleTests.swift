import Testing

@testable import RueAgentCore

private func read(_ faults: String) throws(ConfigurationError) -> FaultSchedule {
    let text = """
        node: {name: n}
        sensors:
          - {id: air, driver: dht22, bus: simulated, line: 4, interval: 2s}
          - {id: soil, driver: ds18b20, bus: simulated, interval: 2s}
          - {id: room, driver: bme280, bus: simulated, interval: 2s}
          - {id: yard, driver: ds18b20, bus: w1, interval: 2s}
        faults:
          \(faults)
        """
    return try NodeConfiguration.read(
        Array(text.utf8), rooms: [SimulatedRoom(name: "kitchen", places: ["air"])],
        faults: words
    ).faults
}

private func words(_ driver: SensorDriver) -> [FaultWord] {
    let silent = FaultWord("silent", settings: [])
    return switch driver {
    case .dht:
        [
            silent, FaultWord("checksum", settings: []),
            FaultWord("dropped-edges", settings: [.edges]),
            FaultWord("late-start", settings: [.by]),
        ]
    case .bosch280: [silent, FaultWord("nack", settings: [.transaction])]
    default: [silent, FaultWord("power-on-value", settings: [])]
    }
}

private func problems(_ faults: String) -> [String] {
    do {
        _ = try read(faults)
        return []
    } catch {
        return error.problems.map { $0.text(file: "f") }
    }
}

@Suite struct FaultScheduleTests {
    @Test func schedule_ofASensor_isItsOwn_inTheOrderOfTheFile() {
        let times = FaultTimes(afterMilliseconds: 0, forMilliseconds: 5)
        let schedule = FaultSchedule([
            PlannedFault(sensor: "soil", word: "checksum", times: times),
            PlannedFault(sensor: "air", word: "silent", times: times),
            PlannedFault(sensor: "soil", word: "silent", times: times),
        ])
        #expect(schedule.faults(of: "soil").map(\.word) == ["checksum", "silent"])
        #expect(schedule.faults(of: "room").isEmpty)
    }

    @Test func faults_areRead_inTheOrderOfTheFile() throws {
        let schedule = try read(
            """
            - {sensor: air, fault: silent, after: 20s, for: 60s, every: 5min}
              - {sensor: soil, fault: power-on-value, for: 1min}
            """)
        #expect(
            schedule.faults == [
                PlannedFault(
                    sensor: "air", word: "silent",
                    times: FaultTimes(
                        afterMilliseconds: 20_000, forMilliseconds: 60_000,
                        everyMilliseconds: 300_000)),
                PlannedFault(
                    sensor: "soil", word: "power-on-value",
                    times: FaultTimes(afterMilliseconds: 0, forMilliseconds: 60_000)),
            ])
        #expect(try read("[]") == .none)
    }

    @Test func settings_areRead() throws {
        let schedule = try read(
            """
            - {sensor: room, fault: nack, for: 1s, transaction: 3, chance: 20%}
              - {sensor: air, fault: dropped-edges, for: 1s, edges: 2}
              - {sensor: air, fault: late-start, for: 1s, by: 3ms}
            """)
        let times = FaultTimes(afterMilliseconds: 0, forMilliseconds: 1000)
        #expect(
            schedule.faults == [
                PlannedFault(
                    sensor: "room", word: "nack", times: times, chancePercent: 20, transaction: 3),
                PlannedFault(sensor: "air", word: "dropped-edges", times: times, edges: 2),
                PlannedFault(sensor: "air", word: "late-start", times: times, lateMilliseconds: 3),
            ])
    }

    /// The other description has a sensor on a real bus.
    @Test func clockJumps_areRead_withTheirSign() throws {
        let text = """
            node: {name: n}
            sensors:
              - {id: air, driver: dht22, bus: simulated, line: 4, interval: 2s}
            faults:
              - {fault: clock-jump, by: -1h, after: 20s, for: 60s}
              - {fault: clock-jump, by: 500ms, for: 1s}
              - {fault: clock-jump, by: +5min, for: 1s}
            """
        let schedule = try NodeConfiguration.read(
            Array(text.utf8), rooms: [SimulatedRoom(name: "kitchen", places: ["air"])]
        ).faults
        #expect(schedule.clockJumps.map(\.byMilliseconds) == [-3_600_000, 500, 300_000])
        #expect(
            schedule.clockJumps[0].times
                == FaultTimes(afterMilliseconds: 20_000, forMilliseconds: 60_000))
        #expect(schedule.faults.isEmpty)
        #expect(schedule.words == ["clock-jump", "clock-jump", "clock-jump"])
    }

    @Test(arguments: [
        (
            "- {sensor: airr, fault: silent, for: 1s}",
            "f:8:14: unknown sensor in fault 1: 'airr'; known are air, room, soil, yard; did you "
                + "mean 'air'?"
        ),
        (
            "- {sensor: yard, fault: silent, for: 1s}",
            "f:8:14: fault 1: sensor yard is on a real bus (w1); only one with 'bus: simulated' can "
                + "be made to fail"
        ),
        (
            "- {sensor: air, fault: silnt, for: 1s}",
            "f:8:26: unknown fault of this sensor: 'silnt'; known are silent, checksum, "
                + "dropped-edges, late-start; did you mean 'silent'?"
        ),
        (
            "- {sensor: air, fault: power-on-value, for: 1s}",
            "f:8:26: unknown fault of this sensor: 'power-on-value'; known are silent, checksum, "
                + "dropped-edges, late-start"
        ),
        (
            "- {sensor: room, fault: checksum, for: 1s}",
            "f:8:27: unknown fault of this sensor: 'checksum'; known are silent, nack"
        ),
        ("- {sensor: air, fault: silent}", "f:8:5: fault 1 lacks the key 'for'"),
        (
            "- {sensor: air, fault: silent, for: 0s}",
            "f:8:39: fault 1: for must be from 1ms to 168h, "
                + "not '0s'"
        ),
        (
            "- {sensor: air, fault: silent, for: 5}",
            "f:8:39: fault 1: for must be a time with its unit (ms, s, min, h), not '5'; did you "
                + "mean '5s'?"
        ),
        (
            "- {sensor: air, fault: silent, for: 1min, every: 60s}",
            "f:8:52: fault 1: every (1min) must be longer than for (1min), or the fault never ends"
        ),
        (
            "- {sensor: air, fault: silent, for: 1s, duration: 2s}",
            "f:8:43: unknown key in fault 1: 'duration'; known are sensor, fault, after, for, every, "
                + "chance, transaction, edges, by"
        ),
        (
            "- {sensor: room, fault: silent, for: 1s, transaction: 3}",
            "f:8:57: fault 1: transaction is not for 'silent'"
        ),
        (
            "- {sensor: room, fault: nack, for: 1s, transaction: 0}",
            "f:8:55: fault 1: transaction must be from 1 to 1000, not 0"
        ),
        (
            "- {sensor: air, fault: dropped-edges, for: 1s, edges: 43}",
            "f:8:57: fault 1: edges must be from 1 to 42, not 43"
        ),
        (
            "- {sensor: air, fault: late-start, for: 1s, by: 1s}",
            "f:8:51: fault 1: by must be from 1ms to 10ms, not '1s'"
        ),
        (
            "- {sensor: room, fault: nack, for: 1s, chance: 20}",
            "f:8:50: fault 1: chance must be from 1% to 100%, not '20'; did you mean '20%'?"
        ),
        (
            "- {sensor: room, fault: nack, for: 1s, chance: 0%}",
            "f:8:50: fault 1: chance must be from 1% to 100%, not '0%'"
        ),
        (
            "- {fault: clock-jump, by: 1h, for: 1s}",
            "f:8:5: fault 1: 'clock-jump' is for a node whose sensors are all simulated; yard is on a "
                + "real bus (w1), and what it says is not to be signed with a wrong time"
        ),
        (
            "{sensor: air}",
            "f:8:3: faults must be a list (lines that begin with '- '), not a group of keys"
        ),
    ])
    func mistake_isToldWithPlaceReasonAndRemedy(faults: String, problem: String) {
        #expect(problems(faults) == [problem])
    }

    @Test(arguments: [
        ("{fault: clock-jump, for: 1s}", "lacks the key 'by'"),
        ("{fault: clock-jump, for: 1s, by: 0s}", "by must be a time with its unit"),
        ("{fault: clock-jump, for: 1s, by: 3}", "by must be a time with its unit"),
        ("{fault: clock-jump, for: 1s, by: 1h, sensor: air}", "the clock is the whole node's"),
        ("{fault: clock-jump, for: 1s, by: 1h, chance: 5%}", "chance is not for 'clock-jump'"),
        ("{fault: clock-jump, by: 1h}", "lacks the key 'for'"),
        ("{fault: silent, for: 1s}", "lacks the key 'sensor'"),
    ])
    func mistake_ofAClockJump_isTold(fault: String, text: String) {
        let problems = problems("- " + fault)
        #expect(problems.contains { $0.contains(text) }, "\(problems)")
    }
}
