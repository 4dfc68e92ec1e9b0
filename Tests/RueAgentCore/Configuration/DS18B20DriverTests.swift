import Testing

@testable import RueAgentCore

/// DS18B20 on every bus that it can be on, in a description.
@Suite struct DS18B20DriverTests: SensorLines {
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
}
