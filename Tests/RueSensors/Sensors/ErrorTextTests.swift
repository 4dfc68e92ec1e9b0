import RueSensors
import Testing

@Suite struct ErrorTextTests {
    private static let busErrors: [(BusError, String)] = [
        (.noAcknowledge, "wiring"),
        (.arbitrationLost, "another controller"),
        (.timedOut, "in time"),
        (.shortTransfer(expected: 8, actual: 3), "3 of 8 bytes"),
        (.busy, "kernel driver"),
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
        (.os(errno: 5), "errno 5"),
    ]

    @Test(arguments: busErrors)
    func busError_description_saysWhatToDo(error: BusError, part: String) {
        #expect(error.description.contains(part))
        #expect(SensorError.bus(error).description == error.description)
    }

    private static let sensorErrors: [(SensorError, String)] = [
        (.unexpectedChip(expected: "a BME280", found: "a BMP180"), "a BMP180"),
        (.checksumMismatch(expected: 0xEE, actual: 0x05), "0x05 where 0xee"),
        (.noAnswer, "pull-up"),
        (.truncatedFrame(edges: 37), "37 falling edges"),
        (.tooEarly(milliseconds: 512), "another 512 ms"),
        (.invalidCalibration, "blank"),
        (.unstableCalibration, "twice"),
        (.unsupported("this"), "cannot do this"),
        (.configurationLost, "power supply"),
        (.notReady, "in time"),
        (.notStarted, "started"),
        (.outOfRange(quantity: .temperature, milli: -143_650), "-143.650 Cel"),
    ]

    @Test(arguments: sensorErrors)
    func sensorError_description_saysWhatHappened(error: SensorError, part: String) {
        #expect(error.description.contains(part))
    }
}
