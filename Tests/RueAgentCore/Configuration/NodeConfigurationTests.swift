import RueSensors
import Testing

@testable import RueAgentCore

/// A valid file; each test changes one line of it.
private let kitchen = """
    node: {name: kitchen}
    batch: {readings: 60, seconds: 60}
    spool: {limit: 64MiB}
    sensors:
      - id: air
        driver: bme280
        bus: /dev/i2c-1
        address: 0x77
        interval: 10s
        oversampling: {temperature: 2, pressure: 16, humidity: 1}
        filter: 4
      - id: window
        driver: bmp280
        bus: simulated
        interval: 500ms
    simulation: {seed: 7, room: cellar}
    """

private let rooms = [
    SimulatedRoom(name: "kitchen", places: ["air"]),
    SimulatedRoom(name: "cellar", places: ["air", "floor"]),
    SimulatedRoom(name: "garden", places: ["air", "soil"]),
]

private func read(_ text: String) throws(ConfigurationError) -> NodeConfiguration {
    try NodeConfiguration.read(Array(text.utf8), rooms: rooms)
}

/// The problems of a text, as `line:column: message`.
private func problems(_ bytes: [UInt8]) -> [String] {
    do {
        _ = try NodeConfiguration.read(bytes, rooms: rooms)
        return []
    } catch {
        return error.problems.map { $0.text(file: "f") }
    }
}

private func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

private func changed(_ line: String, to other: String) -> String {
    kitchen.split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { $0 == line ? other.split(separator: "\n") : [$0] }
        .joined(separator: "\n")
}

private func problems(replacing line: String, by other: String) -> [String] {
    problems(changed(line, to: other))
}

@Suite struct NodeConfigurationTests {
    @Test func read_completeFile_yieldsEveryValue() throws {
        let configuration = try read(kitchen)
        #expect(configuration.name == "kitchen")
        #expect(configuration.batch == BatchLimits(readings: 60, milliseconds: 60_000))
        #expect(configuration.spool == SpoolConfiguration(place: .card, limitBytes: 64 << 20))
        #expect(configuration.simulation == SimulationConfiguration(seed: 7, room: "cellar"))
        #expect(!configuration.isSimulated)
        let air = try #require(configuration.sensors.first)
        #expect(air.id == "air")
        #expect(air.bus == .device(path: "/dev/i2c-1"))
        #expect(air.intervalMilliseconds == 10_000)
        #expect(
            air.driver
                == .bosch280(
                    Bosch280Settings(
                        hasHumidity: true, address: 0x77, temperatureOversampling: 2,
                        pressureOversampling: 16, humidityOversampling: 1, filter: 4,
                        mode: .forced)))
        #expect(configuration.sensors[1].bus == .simulated)
        #expect(configuration.sensors[1].intervalMilliseconds == 500)
    }

    @Test func read_leastFile_takesDefaults() throws {
        let configuration = try read(
            "node: {name: n}\nsensors: [{id: a, driver: bme280, bus: simulated, interval: 1s}]")
        #expect(configuration.batch == .standard)
        #expect(configuration.spool == SpoolConfiguration(place: .card, limitBytes: 256 << 20))
        #expect(configuration.simulation == SimulationConfiguration(seed: 1, room: "kitchen"))
        #expect(configuration.isSimulated)
    }

    @Test func read_unknownKey_suggestsNearest() {
        #expect(
            problems(replacing: "    interval: 10s", by: "    intervall: 10s") == [
                "f:9:5: unknown key in sensor air: 'intervall'; did you mean 'interval'?"
            ])
    }

    @Test func read_unknownDriver_suggestsNearest() {
        #expect(
            problems(replacing: "    driver: bme280", by: "    driver: bmx280") == [
                "f:6:13: unknown driver 'bmx280'; known are bme280, bmp280, dht22, dht11, "
                    + "ds18b20; did you mean 'bme280'?"
            ])
    }

    @Test func read_twoSensorsOfOneID_namesBothLines() {
        #expect(
            problems(replacing: "  - id: window", by: "  - id: air") == [
                "f:12:9: the id 'air' is taken by the sensor in line 5; each sensor needs one of its own"
            ])
    }

    @Test func read_misspeltKey_isOneMistakeAndItsValueIsChecked() {
        #expect(
            problems("node: {name: n}\nsensor:\n  - {id: a, driver: bme280, bus: simulated}\n") == [
                "f:2:1: unknown key in the file: 'sensor'; did you mean 'sensors'?",
                "f:3:5: sensor a lacks the key 'interval'",
            ])
    }

    @Test func read_sensorWithoutIDAndWithUnknownDriver_reportsTheRestToo() {
        #expect(
            problems("node: {name: n}\nsensors:\n  - {driver: sht31, address: 0x44, colour: red}\n")
                == [
                    "f:3:5: this sensor lacks the key 'id'",
                    "f:3:5: sensor 1 lacks the key 'bus'",
                    "f:3:5: sensor 1 lacks the key 'interval'",
                    "f:3:14: unknown driver 'sht31'; known are bme280, bmp280, dht22, dht11, ds18b20; "
                        + "did you mean 'dht11'?",
                    "f:3:36: unknown key in sensor 1: 'colour'; known are id, driver, bus, interval, "
                        + "place, address, oversampling, filter, mode, standby, device, line, tries, "
                        + "power, gpio, bridge, resolution",
                ])
    }

    @Test func read_twoChipsAtOneAddress_namesTheOther() {
        let found = problems(
            replacing: "    bus: simulated", by: "    bus: /dev/i2c-1\n    address: 0x77")
        #expect(
            found == [
                "f:12:5: sensor window has the bus and the address (/dev/i2c-1, 0x77) of the sensor "
                    + "in line 5"
            ])
    }

    @Test func read_unknownRoom_listsTheRooms() {
        #expect(
            problems(
                replacing: "simulation: {seed: 7, room: cellar}", by: "simulation: {room: garage}")
                == ["f:16:20: unknown room 'garage'; known are kitchen, cellar, garden"])
    }

    @Test(
        arguments: [
            ("spool: memory", .memory, 16 << 20), ("spool: card", .card, 256 << 20),
            ("spool: {in: memory}", .memory, 16 << 20),
            ("spool: {in: memory, limit: 4MiB}", .memory, 4 << 20),
            ("spool: {in: card, limit: 1GiB}", .card, 1 << 30),
        ] as [(String, SpoolConfiguration.Place, Int64)])
    func read_spool_isWhereItIsWanted(
        line: String, place: SpoolConfiguration.Place, limit: Int64
    ) throws {
        let spool = try read(changed("spool: {limit: 64MiB}", to: line)).spool
        #expect(spool == SpoolConfiguration(place: place, limitBytes: limit))
        #expect((spool.warning == nil) == (place == .card))
    }

    @Test func read_duplicateKey_isRefused() {
        #expect(
            problems(replacing: "spool: {limit: 64MiB}", by: "spool: {limit: 64MiB, limit: 2MiB}")
                == ["f:3:23: the key 'limit' is given twice in spool"])
    }

    @Test(arguments: [
        ("batch: {readings: 60, seconds: 60}", "batch: {readings: many}", "a whole number"),
        ("batch: {readings: 60, seconds: 60}", "batch: [60]", "a group of keys"),
        ("batch: {readings: 60, seconds: 60}", "batch: {readings: \"60\"}", "a whole number"),
        ("    interval: 10s", "    interval: 10", "did you mean '10s'?"),
        ("    interval: 10s", "    interval: 99999999999999999h", "a time with its unit"),
        ("spool: {limit: 64MiB}", "spool: {limit: 64}", "did you mean '64MiB'?"),
        ("spool: {limit: 64MiB}", "spool: {limit: }", "not nothing"),
        ("spool: {limit: 64MiB}", "spool: memry", "did you mean 'memory'?"),
        ("spool: {limit: 64MiB}", "spool: {in: ram}", "known are card, memory"),
        ("spool: {limit: 64MiB}", "spool: {in: [memory]}", "must be 'card' or 'memory'"),
        ("spool: {limit: 64MiB}", "spool:", "a group of keys"),
        ("    address: 0x77", "    address: 77", "did you mean '0x77'?"),
        ("    filter: 4", "    filter: 3", "must be one of 0, 2, 4, 8, 16"),
        ("  - id: window", "  - id: Front Window", "did you mean 'front_window'?"),
        ("  - id: window", "  - id: node_window", "not with 'node'"),
        ("    bus: simulated", "    bus: i2c-1", "must be a device"),
        ("simulation: {seed: 7, room: cellar}", "simulation: {room: cellr}", "mean 'cellar'?"),
        ("node: {name: kitchen}", "node: kitchen", "a group of keys"),
    ])
    func read_wrongValue_saysWhatIsWanted(line: String, other: String, part: String) {
        let found = problems(replacing: line, by: other)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(part) == true, "\(found)")
    }

    @Test(arguments: [
        ("    interval: 10s", "    interval: 99ms"), ("    interval: 10s", "    interval: 25h"),
        ("batch: {readings: 60, seconds: 60}", "batch: {readings: 0}"),
        ("batch: {readings: 60, seconds: 60}", "batch: {readings: 1001}"),
        ("spool: {limit: 64MiB}", "spool: {limit: 1KiB}"),
        ("spool: {limit: 64MiB}", "spool: {in: memory, limit: 2GiB}"),
        ("simulation: {seed: 7, room: cellar}", "simulation: {seed: -1}"),
    ])
    func read_outOfRange_namesTheRange(line: String, other: String) {
        let found = problems(replacing: line, by: other)
        #expect(found.count == 1 && found[0].contains("must be from"), "\(found)")
    }

    @Test func read_severalProblems_reportsAllInOrder() {
        let found = problems("nod: {}\nbatch: {readings: x}\nsensors: []\n")
        #expect(found.count == 4, "\(found)")
        #expect(found.contains { $0.hasPrefix("f:1:1: unknown key") && $0.contains("'node'") })
        #expect(found.contains { $0.hasPrefix("f:2:19: batch: readings") })
        #expect(found.last?.hasPrefix("f:3:10: sensors is empty") == true)
    }

    @Test(arguments: [
        ("node: &a {name: n}\n", "f:1:7: anchors"), ("node: *a\n", "f:1:7: aliases"),
        ("node: !x {name: n}\n", "f:1:7: tags"),
        ("node: {name: n}\n---\nnode: {name: m}\n", "f:2:1: a second document"),
        ("node:\n\tname: n\n", "f:2:1: a tab indents"), ("node: [\n", "this is not YAML"),
        ("", "f:1:1: the file is empty"), ("# nothing\n", "f:1:1: the file is empty"),
        ("- a\n", "must be a group of keys"),
        ("node: {name: n}\nsensors: [[[[[[[[[[[[[[]]]]]]]]]]]]]]\n", "nested deeper"),
    ])
    func read_notTakenYAML_saysWhere(text: String, part: String) {
        let found = problems(text)
        #expect(found.first?.contains(part) == true, "\(found)")
    }

    @Test func read_notUTF8_saysWhere() {
        #expect(
            problems(Array("node:\n  name: K".utf8) + [0xFC] + Array("che\n".utf8)) == [
                "f:2:10: this is not UTF-8 text; save the file as UTF-8"
            ])
    }

    @Test func read_tooLarge_isRefusedUnparsed() {
        let found = problems([UInt8](repeating: 0x5B, count: 65537))
        #expect(found.count == 1 && found[0].contains("larger than 64 KiB"), "\(found)")
    }

    @Test func text_controlCharacters_areNotPassedOn() {
        let found = problems("node: {name: n}\n\"\\e[2Jx\": 1\nsensors: []\n")
        #expect(found.allSatisfy { !$0.unicodeScalars.contains { $0.value < 32 } })
    }
}
