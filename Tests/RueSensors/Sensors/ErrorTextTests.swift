import RueSensors
import Testing

@Suite struct ErrorTextTests {
    private static let busErrors: [(BusError, String)] = [
        (.noAcknowledge, "wiring"),
        (.arbitrationLost, "another controller"),
        (.timedOut, "in time"),
        (.shortTransfer(expected: 8, actual: 3), "3 of 8 bytes"),
        (.busy, "kernel driver"),
        (
            .addressBusy(bus: "/dev/i2c-1", address: 0x76, holder: "bmp280"),
            "address 0x76 of /dev/i2c-1 is held by the kernel's driver bmp280"
        ),
        (.addressBusy(bus: "/dev/i2c-1", address: 0x76, holder: ""), "a driver of the kernel"),
        (.unsupported, "cannot"),
        (.closed, "closed"),
        (.cannotOpen(path: "/dev/i2c-1", errno: 2), "/dev/i2c-1: there is no such bus"),
        (.cannotOpen(path: "/dev/i2c-1", errno: 13), "add the user to the group i2c"),
        (.cannotOpen(path: "/etc/passwd", errno: 25), "not an I2C bus"),
        (.cannotOpen(path: "/dev/i2c-1", errno: 5), "errno 5"),
        (
            .cannotOpenChip(path: "/dev/gpiochip0", errno: 2),
            "/dev/gpiochip0: there is no such GPIO"
        ),
        (.cannotOpenChip(path: "/dev/gpiochip0", errno: 13), "add the user to the group gpio"),
        (.cannotOpenChip(path: "/etc/passwd", errno: 25), "not a GPIO chip"),
        (.cannotOpenChip(path: "/dev/gpiochip0", errno: 5), "errno 5"),
        (.noSuchLine(chip: "/dev/gpiochip0", line: 99), "/dev/gpiochip0 has no line 99"),
        (.lineBusy(chip: "/dev/gpiochip0", line: 4, holder: "dht11@4"), "held by \"dht11@4\""),
        (.lineBusy(chip: "/dev/gpiochip0", line: 4, holder: ""), "another program or a driver"),
        (.noEdgeEvents(chip: "/dev/gpiochip2", line: 4), "line 4 of /dev/gpiochip2 has no interr"),
        (.noPresence, "pull-up"),
        (.noOneWire(folder: "/sys/bus/w1/devices"), "dtoverlay=w1-gpio"),
        (.noKernelSensor(folder: "/sys", overlay: "dtoverlay=x"), "add `dtoverlay=x` to"),
        (
            .noSuchKernelSensor(name: "a BME280", found: ["a", "b"], overlay: "dtoverlay=x"),
            "there are: a, b (`dtoverlay=x`"
        ),
        (.severalKernelSensors(found: ["a", "b"]), "name one of them: a, b"),
        (.damagedAnswer, "wrong checksum"),
        (.noSuchDevice(name: "28-000000000001", found: []), "nor is any other"),
        (
            .noSuchDevice(name: "28-000000000001", found: ["28-000000000002"]),
            "there are: 28-000000000002"
        ),
        (.noSuchDevice(name: "28-000000000001", found: ["00-400000000000"]), "pull-up missing"),
        (.severalDevices(found: ["28-01", "28-02"]), "name one of them: 28-01, 28-02"),
        (.severalDevices(found: (1...8).map { "28-0\($0)" }), "28-06 and 2 more"),
        (.unanswered, "earlier reading"),
        (.malformed(path: "/sys/w1_slave", text: "what?"), "/sys/w1_slave holds \"what?\""),
        (.lineHeldLow, "held low"),
        (.garbledSearch, "pull-up"),
        (.bridgeReset, "power supply"),
        (.unexpectedBridge(status: 0x42), "says 0x42"),
        (.os(errno: 5), "errno 5: shorten the wires"),
        (.os(errno: 13), "add the user to the groups"),
        (.os(errno: 71), "errno 71: dmesg"),
    ]

    @Test(arguments: busErrors)
    func busError_description_saysWhatToDo(error: BusError, part: String) {
        #expect(error.description.contains(part))
        #expect(SensorError.bus(error).description == error.description)
        // A fault is stored as a record, which bears no more.
        #expect(error.description.utf8.count <= 240)
        #expect(error.description.utf8.allSatisfy { $0 < 0x80 })
    }

    private static let sensorErrors: [(SensorError, String)] = [
        (.unexpectedChip(expected: "a BME280", found: "a BMP180"), "a BMP180"),
        (.checksumMismatch(expected: 0xEE, actual: 0x05), "0x05 where 0xee"),
        (.noAnswer, "pull-up"),
        (.truncatedFrame(edges: 37), "37 falling edges"),
        (.tooEarly(milliseconds: 512), "another 512 ms"),
        (.invalidCalibration, "blank"),
        (.unstableCalibration, "twice"),
        (.unstableData, "read twice"),
        (.unsupported("this"), "cannot do this"),
        (.configurationLost, "power supply"),
        (.notReady, "in time"),
        (.notStarted, "started"),
        (.outOfRange(quantity: .temperature, milli: -143_650), "-143.650 Cel"),
        (.shortedBus, "held low"),
        (.powerOnValue(milli: 85_000), "85 °C"),
        (.settingsRefused, "memory is worn out"),
    ]

    @Test(arguments: sensorErrors)
    func sensorError_description_saysWhatHappened(error: SensorError, part: String) {
        #expect(error.description.contains(part))
    }
}
