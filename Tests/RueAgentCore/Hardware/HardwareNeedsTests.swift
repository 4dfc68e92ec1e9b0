import Testing

@testable import RueAgentCore

/// What a node with these sensors needs, one line each.
private func needs(_ sensors: String...) throws -> HardwareNeeds {
    let lines = sensors.enumerated().map { "  - {id: s\($0 + 1), interval: 10s, \($1)}" }
    let text = (["node: {name: n}", "sensors:"] + lines).joined(separator: "\n")
    return HardwareNeeds(try NodeConfiguration.read(Array(text.utf8), rooms: []))
}

/// One row: a sensor, and what it needs.
struct HardwareRow: Sendable, CustomTestStringConvertible {
    let sensor: String
    var config: [String] = []
    var modules: [String] = []
    var groups: [String] = []

    var testDescription: String { sensor }

    static let all = [
        HardwareRow(sensor: "driver: bme280, bus: simulated"),
        HardwareRow(
            sensor: "driver: bme280, bus: /dev/i2c-1", config: ["dtparam=i2c_arm=on"],
            modules: ["i2c-dev"], groups: ["i2c"]),
        HardwareRow(
            sensor: "driver: ds18b20, bus: /dev/i2c-1, bridge: ds2482",
            config: ["dtparam=i2c_arm=on"], modules: ["i2c-dev"], groups: ["i2c"]),
        HardwareRow(
            sensor: "driver: bmp280, bus: /dev/i2c-0", config: ["dtparam=i2c_vc=on"],
            modules: ["i2c-dev"], groups: ["i2c"]),
        HardwareRow(
            sensor: "driver: ds18b20, bus: w1", config: ["dtoverlay=w1-gpio,gpiopin=4"],
            groups: ["gpio"]),
        HardwareRow(
            sensor: "driver: ds18b20, bus: w1, gpio: 17", config: ["dtoverlay=w1-gpio,gpiopin=17"],
            groups: ["gpio"]),
        HardwareRow(
            sensor: "driver: ds18b20, bus: /dev/gpiochip0, line: 4", groups: ["gpio"]),
        HardwareRow(
            sensor: "driver: dht22, bus: /dev/gpiochip0, line: 4", groups: ["gpio"]),
        HardwareRow(
            sensor: "driver: dht22, bus: iio", config: ["dtoverlay=dht11,gpiopin=4"]),
        HardwareRow(
            sensor: "driver: dht11, bus: iio, gpio: 17", config: ["dtoverlay=dht11,gpiopin=17"]),
        HardwareRow(
            sensor: "driver: bme280, bus: iio",
            config: ["dtparam=i2c_arm=on", "dtoverlay=i2c-sensor,bme280"]),
        HardwareRow(
            sensor: "driver: bmp280, bus: iio, address: 0x77",
            config: ["dtparam=i2c_arm=on", "dtoverlay=i2c-sensor,bmp280,addr=0x77"]),
    ]
}

@Suite struct HardwareNeedsTests {
    @Test(arguments: HardwareRow.all)
    func aSensor_needsItsLinesModulesAndGroups(row: HardwareRow) throws {
        let needs = try needs(row.sensor)
        #expect(needs.configLines == row.config)
        #expect(needs.modules == row.modules)
        #expect(needs.groups == row.groups)
        #expect(needs.notes.isEmpty)
        #expect(needs.conflicts.isEmpty)
    }

    @Test func parameters_standBeforeOverlays_andEachLineOnce() throws {
        let needs = try needs(
            "driver: ds18b20, bus: w1, device: 28-0316a2795dff",
            "driver: ds18b20, bus: w1, device: 28-0000070e41ac",
            "driver: ds18b20, bus: w1, device: 28-00000bbb9b13, gpio: 17",
            "driver: bme280, bus: /dev/i2c-1", "driver: bme280, bus: /dev/i2c-1, address: 0x77")
        #expect(
            needs.configLines == [
                "dtparam=i2c_arm=on", "dtoverlay=w1-gpio,gpiopin=4",
                "dtoverlay=w1-gpio,gpiopin=17",
            ])
        #expect(needs.groups == ["gpio", "i2c"])
        #expect(needs.modules == ["i2c-dev"])
    }

    @Test(arguments: [
        (
            "driver: ds18b20, bus: w1", "driver: dht22, bus: /dev/gpiochip0, line: 4",
            "GPIO 4 is for sensor s2 and for the kernel's 1-Wire"
        ),
        (
            "driver: dht22, bus: iio, device: a", "driver: dht22, bus: iio, device: b",
            "GPIO 4 is for sensor s1 and for sensor s2"
        ),
        (
            "driver: bme280, bus: /dev/i2c-1", "driver: dht22, bus: /dev/gpiochip0, line: 3",
            "GPIO 3 is for I2C (SCL) and for sensor s2"
        ),
        (
            "driver: dht22, bus: /dev/gpiochip0, line: 17, power: {line: 22}",
            "driver: ds18b20, bus: w1, gpio: 22",
            "GPIO 22 is for sensor s1 and for the kernel's 1-Wire"
        ),
    ])
    func aLineForTwo_isAConflict(first: String, second: String, told: String) throws {
        let conflicts = try needs(first, second).conflicts
        try #require(conflicts.count == 1, "\(conflicts)")
        #expect(conflicts[0].hasPrefix(told), "\(conflicts)")
    }

    @Test func linesOfAnotherChip_areNotThoseOfThePi() throws {
        let needs = try needs(
            "driver: ds18b20, bus: w1", "driver: dht22, bus: /dev/gpiochip1, line: 4")
        #expect(needs.conflicts.isEmpty)
    }

    @Test func aBusThatNoParameterMakes_isNoted() throws {
        let needs = try needs("driver: bme280, bus: /dev/i2c-3")
        #expect(needs.configLines.isEmpty)
        #expect(needs.notes.count == 1)
        #expect(needs.notes.first?.hasPrefix("/dev/i2c-3 is a bus that only") == true)
    }
}
