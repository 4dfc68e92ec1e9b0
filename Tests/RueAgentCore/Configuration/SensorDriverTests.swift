import RueSensors
import Testing

@testable import RueAgentCore

private let rooms = [
    SimulatedRoom(name: "kitchen", places: ["air"]),
    SimulatedRoom(name: "cellar", places: ["air", "floor"]),
]

/// The sensors of a node that has these, one line each, the first in line 3.
private func sensors(_ lines: String...) throws(ConfigurationError) -> [SensorConfiguration] {
    try NodeConfiguration.read(Array(text(lines).utf8), rooms: rooms).sensors
}

private func text(_ lines: [String]) -> String {
    (["node: {name: n}", "sensors:"] + lines.map { "  - {\($0)}" } + ["simulation: {room: cellar}"])
        .joined(separator: "\n")
}

private func problems(_ lines: String...) -> [String] {
    do {
        _ = try NodeConfiguration.read(Array(text(lines).utf8), rooms: rooms)
        return []
    } catch {
        return error.problems.map { $0.text(file: "f") }
    }
}

@Suite struct SensorDriverTests {
    @Test(arguments: [
        ("bme280", "", BME280.Mode.forced),
        ("bme280", "mode: forced, ", .forced),
        ("bme280", "mode: normal, ", .normal(standby: .milliseconds1000)),
        ("bme280", "mode: normal, standby: 1s, ", .normal(standby: .milliseconds1000)),
        ("bme280", "mode: normal, standby: 1000ms, ", .normal(standby: .milliseconds1000)),
        ("bme280", "mode: normal, standby: 0.5ms, ", .normal(standby: .microseconds500)),
        ("bme280", "mode: normal, standby: 62.5ms, ", .normal(standby: .microseconds62500)),
        ("bme280", "mode: normal, standby: 0.5s, ", .normal(standby: .milliseconds500)),
        ("bme280", "mode: normal, standby: 20ms, ", .normal(standby: .milliseconds20)),
        ("bmp280", "mode: normal, standby: 4s, ", .normal(standby: .milliseconds4000)),
    ])
    func bosch280_mode_isRead(driver: String, keys: String, mode: BME280.Mode) throws {
        let sensors = try sensors("id: air, driver: \(driver), bus: simulated, \(keys)interval: 5s")
        guard case .bosch280(let settings) = sensors[0].driver else {
            Issue.record("\(sensors[0].driver)")
            return
        }
        #expect(settings.mode == mode)
    }

    @Test(arguments: [
        (
            "driver: bme280, mode: normal, standby: 2s",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '2s'; did you mean '1s'?"
        ),
        (
            "driver: bmp280, mode: normal, standby: 10ms",
            "standby of a BMP280 must be one of 0.5ms, 62.5ms, 125ms, 250ms, 500ms, 1s, 2s, 4s, "
                + "not '10ms'; did you mean '0.5ms'?"
        ),
        (
            "driver: bme280, mode: normal, standby: 60ms",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '60ms'; did you mean '62.5ms'?"
        ),
        (
            "driver: bme280, mode: normal, standby: 62.55ms",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '62.55ms'"
        ),
        (
            "driver: bme280, mode: normal, standby: 1",
            "standby of a BME280 must be one of 0.5ms, 10ms, 20ms, 62.5ms, 125ms, 250ms, 500ms, 1s, "
                + "not '1'"
        ),
        ("driver: bme280, standby: 1s", "standby is for 'mode: normal' alone"),
        ("driver: bme280, mode: forced, standby: 1s", "standby is for 'mode: normal' alone"),
    ])
    func bosch280_standbyThatTheChipHasNot_isToldWithTheNearest(keys: String, problem: String) {
        let problems = problems("id: air, \(keys), bus: simulated, interval: 5s")
        #expect(problems.count == 1)
        #expect(problems[0].hasSuffix("sensor air: " + problem), "\(problems)")
    }

    @Test func bosch280_misspeltMode_isOneMistake() {
        let problems = problems(
            "id: air, driver: bme280, mode: nromal, standby: 1s, bus: simulated, interval: 5s")
        #expect(problems.count == 1)
        #expect(problems[0].hasSuffix("; did you mean 'normal'?"), "\(problems)")
    }

    @Test(arguments: [("dht22", false), ("dht11", true)])
    func dht_onALine_isRead(driver: String, isDHT11: Bool) throws {
        let real = "id: air, driver: \(driver), bus: /dev/gpiochip0, line: 4, interval: 2s"
        let simulated = "id: shade, driver: \(driver), bus: simulated, line: 0x11, interval: 5s"
        let sensors = try sensors(real, simulated)
        #expect(
            sensors[0].driver
                == .dht(DHTSettings(isDHT11: isDHT11, line: 4, tries: 3, power: nil)))
        #expect(sensors[0].bus == .device(path: "/dev/gpiochip0"))
        #expect(
            sensors[1].driver
                == .dht(DHTSettings(isDHT11: isDHT11, line: 17, tries: 3, power: nil)))
        #expect(sensors[1].bus == .simulated)
        #expect(sensors.map(\.driver.quantityCount) == [2, 2])
    }

    @Test(arguments: [("{line: 22}", false), ("{line: 22, active: low}", true)])
    func dht_withTriesAndAPowerLine_isRead(power: String, isActiveLow: Bool) throws {
        let sensors = try sensors(
            "id: air, driver: dht22, bus: /dev/gpiochip0, line: 4, tries: 1, power: \(power), "
                + "interval: 2s")
        let line = DHTSettings.PowerLine(line: 22, isActiveLow: isActiveLow)
        #expect(
            sensors[0].driver == .dht(DHTSettings(isDHT11: false, line: 4, tries: 1, power: line)))
    }

    @Test func ds18b20_onTheKernelsBus_isRead() throws {
        let sensors = try sensors(
            "id: a, driver: ds18b20, bus: w1, device: 28-00000bbb9b13, interval: 1s",
            "id: b, driver: ds18b20, bus: w1, device: 28-0316a2795dff, interval: 1s",
            "id: c, driver: ds18b20, bus: simulated, place: floor, interval: 1s")
        #expect(
            sensors[0].driver
                == .ds18b20(
                    DS18B20Settings(
                        device: "28-00000bbb9b13", bridgeAddress: nil, line: nil,
                        resolutionBits: nil)))
        #expect(sensors.map(\.bus) == [.kernelOneWire, .kernelOneWire, .simulated])
        #expect(sensors.map(\.place) == [nil, nil, "floor"])
        #expect(
            sensors[2].driver
                == .ds18b20(
                    DS18B20Settings(device: nil, bridgeAddress: nil, line: nil, resolutionBits: nil)
                ))
    }

    @Test func ds18b20_behindABridge_isRead() throws {
        let sensors = try sensors(
            "id: a, driver: ds18b20, bus: /dev/i2c-1, bridge: ds2482, interval: 1s",
            "id: b, driver: ds18b20, bus: /dev/i2c-1, bridge: ds2482, address: 0x1B, interval: 1s",
            "id: c, driver: ds18b20, bus: simulated, bridge: ds2482, interval: 1s")
        #expect(
            sensors[0].driver
                == .ds18b20(
                    DS18B20Settings(
                        device: nil, bridgeAddress: 0x18, line: nil, resolutionBits: nil)))
        #expect(
            sensors[1].driver
                == .ds18b20(
                    DS18B20Settings(
                        device: nil, bridgeAddress: 0x1B, line: nil, resolutionBits: nil)))
        #expect(sensors.map(\.bus)[1...] == [.device(path: "/dev/i2c-1"), .simulated])
    }

    @Test func ds18b20_onALine_isRead() throws {
        let sensors = try sensors(
            "id: a, driver: ds18b20, bus: /dev/gpiochip0, line: 4, interval: 1s",
            "id: b, driver: ds18b20, bus: simulated, line: 4, interval: 1s")
        for sensor in sensors {
            #expect(
                sensor.driver
                    == .ds18b20(
                        DS18B20Settings(
                            device: nil, bridgeAddress: nil, line: 4, resolutionBits: nil)))
        }
        #expect(sensors[0].bus == .device(path: "/dev/gpiochip0"))
    }

    @Test func twoSensorsOnALine_areToldApartOrRefused() {
        let probe = "driver: ds18b20, bus: /dev/gpiochip0, line: 4, interval: 2s"
        let air = "driver: dht22, bus: /dev/gpiochip0, line: 4, interval: 2s"
        #expect(
            problems("id: a, \(probe)", "id: b, \(probe)") == [
                "f:4:5: sensor b has the bus (/dev/gpiochip0, line 4) of the sensor in line 3; each "
                    + "needs a 'device'"
            ])
        for pair in [[probe, air], [air, probe]] {
            #expect(
                problems("id: a, \(pair[0])", "id: b, \(pair[1])") == [
                    "f:4:5: sensor b has the line (/dev/gpiochip0, 4) of the sensor in line 3"
                ])
        }
    }

    @Test(arguments: [
        (
            "bus: /dev/gpiochip0", "f:3:5: sensor a lacks the key 'line'"
        ),
        (
            "bus: w1, line: 4",
            "f:3:45: sensor a: line is for a bus like /dev/gpiochip0, on which the program drives "
                + "the wire itself"
        ),
        (
            "bus: simulated, bridge: ds2482, line: 4",
            "f:3:68: sensor a: a probe has a bridge or a line, not both"
        ),
        (
            "bus: /dev/gpiochip0, line: 4, bridge: ds2482",
            "f:3:68: sensor a: bridge is for a bus like /dev/i2c-1; on a GPIO line the program "
                + "drives the wire"
        ),
    ])
    func ds18b20_onALineThatCannotBe_isAnErrorAtItsPlace(keys: String, problem: String) {
        #expect(problems("id: a, driver: ds18b20, \(keys), interval: 1s") == [problem])
    }

    @Test(arguments: ["w1", "simulated", "/dev/i2c-1, bridge: ds2482"], 9...12)
    func ds18b20_withAResolution_isRead(bus: String, bits: Int) throws {
        let sensors = try sensors(
            "id: a, driver: ds18b20, bus: \(bus), resolution: \(bits), interval: 1s")
        guard case .ds18b20(let settings) = sensors[0].driver else {
            Issue.record("another driver")
            return
        }
        #expect(settings.resolutionBits == bits)
    }

    @Test(arguments: [
        ("8", "'8'", nil), ("13", "'13'", nil), ("-9", "'-9'", nil), ("12bit", "'12bit'", "12"),
        ("10 bits", "'10 bits'", "10"), ("13bit", "'13bit'", nil), ("0.0625", "'0.0625'", "12"),
        ("fine", "'fine'", nil), ("[9]", "a list", nil),
    ])
    func ds18b20_withAnImpossibleResolution_isAnErrorAtItsPlace(
        value: String, shown: String, meant: String?
    ) {
        let found = problems(
            "id: a, driver: ds18b20, bus: w1, resolution: \(value), interval: 1s")
        let question = meant.map { "; did you mean '\($0)'?" } ?? ""
        #expect(
            found == [
                "f:3:51: sensor a: resolution must be 9, 10, 11 or 12 (bits, of 0.5 to 0.0625 °C), "
                    + "not \(shown)" + question
            ])
    }

    @Test func twoProbesBehindABridge_needAName_andDifferentOnes() {
        let keys = "driver: ds18b20, bus: /dev/i2c-1, bridge: ds2482, interval: 2s"
        let device = "device: 28-0316a2795dff"
        #expect(problems("id: a, \(keys), \(device)", "id: b, \(keys), address: 0x19").isEmpty)
        #expect(
            problems("id: a, \(keys), \(device)", "id: b, \(keys), \(device), address: 0x18")
                == ["f:4:5: sensor b has the device (28-0316a2795dff) of the sensor in line 3"])
        #expect(
            problems("id: a, \(keys)", "id: b, \(keys), \(device)") == [
                "f:4:5: sensor b has the bus (/dev/i2c-1, 0x18) of the sensor in line 3; each needs a "
                    + "'device'"
            ])
    }

    @Test func sensor_sampledAtAnotherInterval_keepsTheRest() throws {
        let sensor = try sensors(
            "id: c, driver: ds18b20, bus: simulated, place: floor, interval: 1s")[0]
        let slower = sensor.sampled(every: 60_000)
        #expect(slower.intervalMilliseconds == 60_000)
        #expect(slower.sampled(every: 1000) == sensor)
    }

    @Test(arguments: [
        (
            "driver: dht22, bus: /dev/gpiochip0, line: 4, interval: 1s",
            "f:3:70: sensor air: interval must be at least 2s, not '1s': a DHT22 that is asked "
                + "sooner does not measure anew"
        ),
        (
            "driver: ds18b20, bus: w1, interval: 500ms",
            "f:3:51: sensor air: interval must be at least 1s, not '500ms': a DS18B20 converts for "
                + "750 ms"
        ),
        (
            "driver: dht22, bus: /dev/gpiochip0, interval: 2s",
            "f:3:5: sensor air lacks the key 'line'"
        ),
        (
            "driver: dht22, bus: /dev/gpiochip0, line: GPIO4, interval: 2s",
            "f:3:57: sensor air: line must be a GPIO's number, not a pin's, from 0 to 1023, not "
                + "'GPIO4'; did you mean '4'?"
        ),
        (
            "driver: dht22, bus: simulated, line: -1, interval: 2s",
            "f:3:52: sensor air: line must be a GPIO's number, not a pin's, from 0 to 1023, not '-1'"
        ),
        (
            "driver: dht22, bus: simulated, line: 4, tries: 9, interval: 2s",
            "f:3:62: sensor air: tries must be from 1 to 5, not 9"
        ),
        (
            "driver: dht22, bus: simulated, line: 4, power: {line: 4}, interval: 2s",
            "f:3:62: sensor air: power: the line that switches the supply is not that of the data"
        ),
        (
            "driver: dht22, bus: simulated, line: 4, power: {line: 5, active: hi}, interval: 2s",
            "f:3:80: unknown level 'hi'; known are low, high"
        ),
        (
            "driver: dht22, bus: /dev/i2c-1, line: 4, interval: 2s",
            "f:3:35: sensor air: bus must be a device (/dev/gpiochip0), 'iio' (the kernel's own "
                + "driver) or 'simulated', not '/dev/i2c-1'"
        ),
        (
            "driver: dht22, bus: gpiochip0, line: 4, interval: 2s",
            "f:3:35: sensor air: bus must be a device (/dev/gpiochip0), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'gpiochip0'; did you mean '/dev/gpiochip0'?"
        ),
        (
            "driver: bme280, bus: /dev/gpiochip0, interval: 2s",
            "f:3:36: sensor air: bus must be a device (/dev/i2c-1), 'iio' (the kernel's own "
                + "driver) or 'simulated', not '/dev/gpiochip0'"
        ),
        (
            "driver: bme280, bus: i2c-1, interval: 2s",
            "f:3:36: sensor air: bus must be a device (/dev/i2c-1), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'i2c-1'; did you mean '/dev/i2c-1'?"
        ),
        (
            "driver: ds18b20, bus: 1-Wire, interval: 2s",
            "f:3:37: sensor air: bus must be 'w1' (the kernel's 1-Wire), a device (/dev/i2c-1) with "
                + "a 'bridge', a GPIO chip (/dev/gpiochip0) with a 'line', or 'simulated', not '1-Wire'; did you mean 'w1'?"
        ),
        (
            "driver: ds18b20, bus: i2c-1, bridge: ds2482, interval: 2s",
            "f:3:37: sensor air: bus must be 'w1' (the kernel's 1-Wire), a device (/dev/i2c-1) with "
                + "a 'bridge', a GPIO chip (/dev/gpiochip0) with a 'line', or 'simulated', not 'i2c-1'; did you mean '/dev/i2c-1'?"
        ),
        (
            "driver: ds18b20, bus: /dev/i2c-1, interval: 2s",
            "f:3:5: sensor air: a DS18B20 on /dev/i2c-1 needs 'bridge: ds2482', the chip between I2C "
                + "and 1-Wire"
        ),
        (
            "driver: ds18b20, bus: w1, bridge: ds2482, interval: 2s",
            "f:3:49: sensor air: bridge is for a bus like /dev/i2c-1; on 'w1' the kernel drives the "
                + "wire"
        ),
        (
            "driver: ds18b20, bus: w1, address: 0x18, interval: 2s",
            "f:3:50: sensor air: address is that of a bridge ('bridge: ds2482'); a probe has a "
                + "'device'"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2842, interval: 2s",
            "f:3:56: unknown bridge 'ds2842'; known are ds2482; did you mean 'ds2482'?"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2482, address: 18, interval: 2s",
            "f:3:73: sensor air: address must be from 0x18 to 0x1b, not '18'; did you mean '0x18'?"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2482, address: 1A, interval: 2s",
            "f:3:73: sensor air: address must be from 0x18 to 0x1b, not '1A'; did you mean '0x1a'?"
        ),
        (
            "driver: ds18b20, bus: simulated, bridge: ds2482, address: 0x1C, interval: 2s",
            "f:3:73: sensor air: address must be from 0x18 to 0x1b, not '0x1C'"
        ),
        (
            "driver: ds18b20, bus: w1, device: 28139BBB0B00001F, interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/w1/devices "
                + "(28-0316a2795dff), not '28139BBB0B00001F'; did you mean '28-00000bbb9b13'?"
        ),
        (
            "driver: ds18b20, bus: w1, device: 28-00000BBB9B13, interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/w1/devices "
                + "(28-0316a2795dff), not '28-00000BBB9B13'; did you mean '28-00000bbb9b13'?"
        ),
        (
            "driver: ds18b20, bus: w1, device: 10-00000bbb9b13, interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/w1/devices "
                + "(28-0316a2795dff), not '10-00000bbb9b13'"
        ),
        (
            "driver: ds18b20, bus: w1, place: floor, interval: 2s",
            "f:3:48: sensor air: place is for simulated sensors; of a real one let the id tell it"
        ),
        (
            "driver: ds18b20, bus: simulated, place: flor, interval: 2s",
            "f:3:55: unknown place in cellar: 'flor'; known are air, floor; did you mean 'floor'?"
        ),
        (
            "driver: bme280, bus: IIO, interval: 2s",
            "f:3:36: sensor air: bus must be a device (/dev/i2c-1), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'IIO'; did you mean 'iio'?"
        ),
        (
            "driver: dht22, bus: 'iio:device0', line: 4, interval: 3s",
            "f:3:35: sensor air: bus must be a device (/dev/gpiochip0), 'iio' (the kernel's own "
                + "driver) or 'simulated', not 'iio:device0'; did you mean 'iio'?"
        ),
        (
            "driver: ds18b20, bus: iio, interval: 2s",
            "f:3:37: sensor air: bus must be 'w1' (the kernel's 1-Wire), a device (/dev/i2c-1) with "
                + "a 'bridge', a GPIO chip (/dev/gpiochip0) with a 'line', or 'simulated', not 'iio'"
        ),
        (
            "driver: dht22, bus: iio, interval: 2s",
            "f:3:50: sensor air: interval must be at least 3s, not '2s': the kernel repeats what it "
                + "has of a DHT for 2 s"
        ),
        (
            "driver: dht22, bus: iio, line: 4, interval: 3s",
            "f:3:46: sensor air: line is not for the bus 'iio', where the kernel's driver decides it"
        ),
        (
            "driver: bme280, bus: iio, filter: 2, interval: 2s",
            "f:3:49: sensor air: filter is not for the bus 'iio', where the kernel's driver decides it"
        ),
        (
            "driver: bme280, bus: iio, address: 76, interval: 2s",
            "f:3:50: sensor air: address must be 0x76 or 0x77, not '76'; did you mean '0x76'?"
        ),
        (
            "driver: dht22, bus: iio, gpio: GPIO17, interval: 3s",
            "f:3:46: sensor air: gpio must be a GPIO's number, not a pin's, from 0 to 1023, not "
                + "'GPIO17'; did you mean '17'?"
        ),
        (
            "driver: dht22, bus: /dev/gpiochip0, line: 4, gpio: 4, interval: 3s",
            "f:3:66: sensor air: gpio is for the bus 'iio', where the kernel has the line; here it is "
                + "'line'"
        ),
        (
            "driver: ds18b20, bus: /dev/gpiochip0, line: 4, gpio: 4, interval: 3s",
            "f:3:68: sensor air: gpio is for the bus 'w1', where the kernel has the line"
        ),
        (
            "driver: bme280, bus: /dev/i2c-1, device: bme280, interval: 2s",
            "f:3:56: sensor air: device is for the bus 'iio', where the kernel names it"
        ),
        (
            "driver: bme280, bus: iio, device: '/sys/bus/iio/devices/iio:device0', interval: 2s",
            "f:3:49: sensor air: device must be a name as in /sys/bus/iio/devices (bme280, or "
                + "iio:device0), not '/sys/bus/iio/devices/iio:device0'; did you mean 'iio:device0'?"
        ),
        (
            "driver: bme280, bus: iio, place: air, interval: 2s",
            "f:3:48: sensor air: place is for simulated sensors; of a real one let the id tell it"
        ),
        (
            "driver: ds18b2, bus: w1, interval: 2s",
            "f:3:23: unknown driver 'ds18b2'; known are bme280, bmp280, dht22, dht11, ds18b20; did "
                + "you mean 'ds18b20'?"
        ),
    ])
    func mistake_isToldWithPlaceReasonAndRemedy(keys: String, problem: String) {
        #expect(problems("id: air, \(keys)") == [problem])
    }

    @Test func twoSensorsOnOneLine_areRefused_onSimulatedLinesTheyAreApart() {
        let keys = "driver: dht22, line: 4, interval: 2s"
        #expect(
            problems(
                "id: a, bus: /dev/gpiochip0, \(keys)", "id: b, bus: /dev/gpiochip1, \(keys)",
                "id: c, bus: /dev/gpiochip0, \(keys)")
                == ["f:5:5: sensor c has the line (/dev/gpiochip0, 4) of the sensor in line 3"])
        #expect(
            problems("id: a, bus: simulated, \(keys)", "id: b, bus: simulated, \(keys)").isEmpty)
    }

    @Test(arguments: ["line: 5, power: {line: 4}", "line: 17", "line: 5, power: {line: 17}"])
    func lineThatSwitchesASupply_isNoOtherSensors(lines: String) {
        let first = "id: a, bus: /dev/gpiochip0, driver: dht22, interval: 2s"
        let problems = problems(
            "\(first), line: 4, power: {line: 17}",
            "id: b, bus: /dev/gpiochip0, driver: dht22, interval: 2s, \(lines)")
        let common = lines.hasSuffix("{line: 4}") ? 4 : 17
        #expect(
            problems == [
                "f:4:5: sensor b has the line (/dev/gpiochip0, \(common)) of the sensor in line 3"
            ])
    }

    @Test func twoProbesOnTheKernelsBus_needAName_andDifferentOnes() {
        let keys = "driver: ds18b20, bus: w1, interval: 2s"
        let device = "device: 28-0316a2795dff"
        #expect(
            problems("id: a, \(keys), \(device)", "id: b, \(keys), \(device)")
                == ["f:4:5: sensor b has the device (28-0316a2795dff) of the sensor in line 3"])
        #expect(
            problems("id: a, \(keys), \(device)", "id: b, \(keys)") == [
                "f:4:5: sensor b has the bus (w1) of the sensor in line 3; each needs a 'device'"
            ])
    }

    @Test func sensorsOfTheKernelsDrivers_areRead() throws {
        let sensors = try sensors(
            "id: a, driver: bme280, bus: iio, interval: 1s",
            "id: b, driver: bmp280, bus: iio, device: 'iio:device1', interval: 1s",
            "id: c, driver: dht22, bus: iio, device: dht11@4, interval: 3s",
            "id: d, driver: dht11, bus: iio, device: dht11@17, interval: 3s")
        #expect(
            sensors.map(\.driver) == [
                .iio(IIOSettings(chip: .bme280, device: nil)),
                .iio(IIOSettings(chip: .bmp280, device: "iio:device1")),
                .iio(IIOSettings(chip: .dht22, device: "dht11@4")),
                .iio(IIOSettings(chip: .dht11, device: "dht11@17")),
            ])
        #expect(sensors.allSatisfy { $0.bus == .kernelIIO && $0.bus.text == "iio" })
        #expect(sensors.map(\.driver.quantityCount) == [3, 2, 2, 2])
    }

    @Test func whereTheKernelHasASensor_isRead() throws {
        let sensors = try sensors(
            "id: a, driver: bme280, bus: iio, address: 0x77, interval: 1s",
            "id: b, driver: dht22, bus: iio, gpio: 17, interval: 3s",
            "id: c, driver: ds18b20, bus: w1, gpio: 22, interval: 3s")
        guard case .iio(let bosch) = sensors[0].driver, case .iio(let dht) = sensors[1].driver,
            case .ds18b20(let probe) = sensors[2].driver
        else {
            Issue.record("\(sensors)")
            return
        }
        #expect(bosch.address == 0x77 && bosch.gpio == nil)
        #expect(dht.gpio == 17 && dht.address == nil)
        #expect(probe.gpio == 22 && probe.line == nil)
    }

    @Test func twoOfTheKernelsSensors_needNames_andDifferentOnes() {
        let keys = "driver: bme280, bus: iio, interval: 2s"
        #expect(
            problems("id: a, \(keys)", "id: b, \(keys)") == [
                "f:4:5: sensor b has the bus (iio) of the sensor in line 3; each needs a 'device'"
            ])
        #expect(
            problems("id: a, \(keys), device: bme280", "id: b, \(keys), device: bme280")
                == ["f:4:5: sensor b has the device (bme280) of the sensor in line 3"])
        let bath = "id: b, driver: dht22, bus: iio, interval: 3s"
        // The kernel does not tell a DHT11 from a DHT22.
        #expect(
            problems("id: a, driver: dht11, bus: iio, interval: 3s", bath) == [
                "f:4:5: sensor b has the bus (iio) of the sensor in line 3; each needs a 'device'"
            ])
        #expect(problems("id: a, \(keys)", bath).isEmpty)
    }
}
