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
        Array(text.utf8), rooms: [SimulatedRoom(name: "kitchen", places: ["air"])]
    ).faults
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
    @Test func fault_once_isActiveFromItsBeginningToBeforeItsEnd() {
        let fault = PlannedFault(
            sensor: "air", fault: .silent, afterMilliseconds: 20_000, forMilliseconds: 60_000)
        let moments: [UInt64] = [0, 19_999, 20_000, 79_999, 80_000, 1_000_000]
        #expect(moments.map { fault.isActive(at: $0) } == [false, false, true, true, false, false])
    }

    @Test func fault_every_comesBack() {
        let fault = PlannedFault(
            sensor: "air", fault: .silent, afterMilliseconds: 20_000, forMilliseconds: 60_000,
            everyMilliseconds: 300_000)
        let moments: [UInt64] = [19_999, 20_000, 80_000, 319_999, 320_000, 379_999, 380_000]
        #expect(
            moments.map { fault.isActive(at: $0) }
                == [false, true, false, false, true, true, false])
    }

    @Test func schedule_ofTwoAtOnce_tellsTheFirst_andEachSensorItsOwn() {
        let schedule = FaultSchedule([
            PlannedFault(
                sensor: "soil", fault: .checksum, afterMilliseconds: 10, forMilliseconds: 10),
            PlannedFault(
                sensor: "soil", fault: .silent, afterMilliseconds: 0, forMilliseconds: 100),
            PlannedFault(
                sensor: "air", fault: .silent, afterMilliseconds: 0, forMilliseconds: 5),
        ])
        let soil = schedule.schedule(of: "soil")
        #expect(
            [0, 10, 19, 20, 100].map { soil.fault(at: $0) } == [
                .silent, .checksum, .checksum, .silent, nil,
            ])
        let air = schedule.schedule(of: "air")
        #expect(air.fault(at: 4) == .silent)
        #expect(air.fault(at: 5) == nil)
        #expect(schedule.schedule(of: "room") == .none)
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
                    sensor: "air", fault: .silent, afterMilliseconds: 20_000,
                    forMilliseconds: 60_000, everyMilliseconds: 300_000),
                PlannedFault(
                    sensor: "soil", fault: .powerOnValue, afterMilliseconds: 0,
                    forMilliseconds: 60_000),
            ])
        #expect(try read("[]") == .none)
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
            "f:8:26: unknown fault of this sensor: 'silnt'; known are silent, checksum; did you "
                + "mean 'silent'?"
        ),
        (
            "- {sensor: air, fault: power-on-value, for: 1s}",
            "f:8:26: unknown fault of this sensor: 'power-on-value'; known are silent, checksum"
        ),
        (
            "- {sensor: room, fault: checksum, for: 1s}",
            "f:8:27: unknown fault of this sensor: 'checksum'; known are silent"
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
            "f:8:43: unknown key in fault 1: 'duration'; known are sensor, fault, after, for, every"
        ),
        (
            "{sensor: air}",
            "f:8:3: faults must be a list (lines that begin with '- '), not a group of keys"
        ),
    ])
    func mistake_isToldWithPlaceReasonAndRemedy(faults: String, problem: String) {
        #expect(problems(faults) == [problem])
    }
}
