/// What a Raspberry Pi must be told before it can read the sensors of a node: lines of its firmware's
/// config.txt, modules of the kernel, groups of the program's user.
///
/// The overlays and their parameters are those of the Raspberry Pi's firmware
/// (`/boot/firmware/overlays/README`).
public struct HardwareNeeds: Equatable, Sendable {
    /// Lines of config.txt, in the order in which they must stand: `dtparam=i2c_arm=on`.
    public private(set) var configLines: [String] = []

    /// Modules of the kernel that nothing else loads: `i2c-dev`.
    public private(set) var modules: [String] = []

    /// Groups that may use the buses: `i2c`, `gpio`.
    public private(set) var groups: [String] = []

    /// What a person should know besides, a sentence each without a full stop.
    public private(set) var notes: [String] = []

    /// What cannot be as described: lines that two are to have. A sentence each without a full stop.
    public private(set) var conflicts: [String] = []

    private var lines: [UInt32: String] = [:]

    /// What the sensors of a node need.
    /// - Parameter configuration: the node's description.
    public init(_ configuration: NodeConfiguration) {
        // A parameter behind an overlay would be taken for one of the overlay's.
        for sensor in configuration.sensors { takeBus(of: sensor) }
        for sensor in configuration.sensors { takeOverlay(of: sensor) }
    }

    /// The GPIO of `w1-gpio` and of `dht11` where nothing else is said.
    private static let standardLine: UInt32 = 4
}

// MARK: Buses

extension HardwareNeeds {
    private mutating func takeBus(of sensor: SensorConfiguration) {
        switch sensor.bus {
        case .simulated: break
        case .kernelOneWire: Self.add("gpio", to: &groups)
        case .kernelIIO:
            if case .iio(let settings) = sensor.driver, !settings.chip.isDHT { switchOnI2C() }
        case .device(let path):
            if path.hasPrefix("/dev/gpiochip") { return takeLines(of: sensor, on: path) }
            takeI2C(path, for: sensor)
        }
    }

    private mutating func switchOnI2C() {
        Self.add("dtparam=i2c_arm=on", to: &configLines)
        claim(2, by: "I2C (SDA)")
        claim(3, by: "I2C (SCL)")
    }

    private mutating func takeI2C(_ path: String, for sensor: SensorConfiguration) {
        Self.add("i2c", to: &groups)
        Self.add("i2c-dev", to: &modules)
        switch path {
        case "/dev/i2c-1": switchOnI2C()
        case "/dev/i2c-0":
            // The bus of camera and display.
            Self.add("dtparam=i2c_vc=on", to: &configLines)
        default:
            let note =
                "\(path) is a bus that only a line of your own in config.txt makes, such as "
                + "'dtoverlay=i2c-gpio,bus=3,i2c_gpio_sda=23,i2c_gpio_scl=24' for /dev/i2c-3"
            Self.add(note, to: &notes)
        }
    }

    private mutating func takeLines(of sensor: SensorConfiguration, on path: String) {
        Self.add("gpio", to: &groups)
        guard path == "/dev/gpiochip0" else { return }
        switch sensor.driver {
        case .dht(let settings):
            for line in settings.lines { claim(line, by: "sensor \(sensor.id)") }
        case .ds18b20(let settings):
            if let line = settings.line { claim(line, by: "1-Wire") }
        case .bosch280, .iio: break
        }
    }
}

// MARK: Overlays

extension HardwareNeeds {
    private mutating func takeOverlay(of sensor: SensorConfiguration) {
        switch (sensor.bus, sensor.driver) {
        case (.kernelOneWire, .ds18b20(let settings)):
            let line = settings.gpio ?? Self.standardLine
            claim(line, by: "the kernel's 1-Wire")
            Self.add("dtoverlay=w1-gpio,gpiopin=\(line)", to: &configLines)
        case (.kernelIIO, .iio(let settings)): takeOverlay(of: settings, sensor.id)
        default: break
        }
    }

    private mutating func takeOverlay(of settings: IIOSettings, _ id: String) {
        let line = settings.gpio ?? Self.standardLine
        switch settings.chip {
        case .bme280: Self.add(Self.overlay("bme280", settings), to: &configLines)
        case .bmp280: Self.add(Self.overlay("bmp280", settings), to: &configLines)
        case .dht22, .dht11:
            claim(line, by: "sensor \(id)")
            Self.add("dtoverlay=dht11,gpiopin=\(line)", to: &configLines)
        }
    }

    private static func overlay(_ chip: String, _ settings: IIOSettings) -> String {
        // 0x76 is the overlay's own.
        "dtoverlay=i2c-sensor,\(chip)" + (settings.address == 0x77 ? ",addr=0x77" : "")
    }

    private mutating func claim(_ line: UInt32, by owner: String) {
        guard let other = lines[line] else { return lines[line] = owner }
        if other == owner { return }
        conflicts.append(
            "GPIO \(line) is for \(other) and for \(owner); of what the kernel drives (bus 'w1' or "
                + "'iio'), 'gpio: N' in the description says which it is, and it is 4 without that")
    }

    private static func add(_ text: String, to list: inout [String]) {
        if !list.contains(text) { list.append(text) }
    }
}
