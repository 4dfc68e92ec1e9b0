import Testing

@testable import RueAgentCore

@Suite struct FirmwareConfigurationTests {
    private func needs(_ sensors: String...) throws -> HardwareNeeds {
        let text = "node: {name: kitchen}\nsensors:\n" + sensors.map { "  - \($0)\n" }.joined()
        return HardwareNeeds(
            try NodeConfiguration.read(Array(text.utf8), rooms: []))
    }

    private let chip = "{id: air, driver: bme280, bus: /dev/i2c-1, interval: 10s}"
    private let wire = "{id: cellar, driver: ds18b20, bus: w1, interval: 10s}"

    @Test func missing_emptyFile_isAllThatIsNeeded() throws {
        #expect(
            FirmwareConfiguration("").missing(try needs(chip, wire))
                == ["dtparam=i2c_arm=on", "dtoverlay=w1-gpio,gpiopin=4"])
    }

    @Test(arguments: [
        "dtparam=i2c_arm=on\ndtoverlay=w1-gpio,gpiopin=4\n",
        "# first\r\n  dtparam = i2c_arm=on\r\n[pi0]\r\ndtoverlay=w1-gpio\r\n",
        "dtparam=spi=on,i2c=on,i2c_arm_baudrate=400000\ndtoverlay=w1-gpio,pullup=1,gpiopin=4",
    ])
    func missing_allThereInSomeForm_isNothing(text: String) throws {
        #expect(FirmwareConfiguration(text).missing(try needs(chip, wire)).isEmpty)
    }

    /// Naive: to look for the words anywhere finds each of these.
    @Test(arguments: [
        "#dtparam=i2c_arm=on\n#dtoverlay=w1-gpio,gpiopin=4",
        "dtparam=i2c_arm=off\ndtoverlay=w1-gpio,gpiopin=41",
        "dtoverlay=dtparam=i2c_arm=on\ndtparam=w1-gpio,gpiopin=4",
    ])
    func missing_otherwiseThanNeeded_isMissing(text: String) throws {
        #expect(FirmwareConfiguration(text).missing(try needs(chip, wire)).count == 2)
    }

    /// The firmware takes the last word on a parameter.
    @Test func missing_parameterSwitchedOffLater_isMissing() throws {
        let needs = try needs(chip)
        for off in ["i2c_arm=off", "i2c=off"] {
            let file = FirmwareConfiguration("dtparam=i2c_arm=on\ndtparam=spi=on,\(off)\n")
            #expect(file.missing(needs) == ["dtparam=i2c_arm=on"])
        }
        let on = FirmwareConfiguration("dtparam=i2c=off\ndtparam=i2c_arm\ndtparam=spi=off\n")
        #expect(on.missing(needs).isEmpty)
    }

    @Test func missing_overlayAtAnotherAddress_isMissing() throws {
        let driver = "{id: air, driver: bme280, bus: iio, address: 0x76, interval: 10s}"
        let needs = try needs(driver)
        let there = "dtparam=i2c_arm=on\ndtoverlay=i2c-sensor,bme280"
        let missing = FirmwareConfiguration(there + ",addr=0x77\n").missing(needs)
        #expect(missing == needs.configLines.filter { $0.hasPrefix("dtoverlay=") })
        #expect(missing.count == 1)
        #expect(FirmwareConfiguration(there + "\n").missing(needs).isEmpty)
        #expect(FirmwareConfiguration(there + ",addr=0x76\n").missing(needs).isEmpty)
    }

    @Test func missing_overlayOnAnotherLine_isMissing() throws {
        let file = FirmwareConfiguration("dtoverlay=w1-gpio,gpiopin=17\n")
        #expect(file.missing(try needs(wire)) == ["dtoverlay=w1-gpio,gpiopin=4"])
        let other = "{id: cellar, driver: ds18b20, bus: w1, gpio: 17, interval: 10s}"
        #expect(file.missing(try needs(other)).isEmpty)
    }
}
