import Testing

@testable import RueAgentCore

/// DHT22 and DHT11 on GPIO lines in a description.
@Suite struct DHTDriverTests: SensorLines {
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
}
