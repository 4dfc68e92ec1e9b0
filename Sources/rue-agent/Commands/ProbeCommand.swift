internal import RueSensors
internal import RueSensorsLinux

/// `probe`: looks for sensors and prints a configuration to start from.
enum ProbeCommand {
    private enum Finding {
        case bosch280(path: String, address: UInt8, chip: BME280.Chip)
        case ds18b20(OneWireROM)
        case bridged(OneWireROM, path: String, address: UInt8)
    }

    private static let oneWireFolder = "/sys/bus/w1/devices"

    static func run() throws(AgentFailure) {
        let numbers = try orFail(.system, { "cannot look for buses: \($0.description)" }) {
            () throws(BusError) in try LinuxI2CBus.availableNumbers()
        }
        var found: [Finding] = []
        for number in numbers { found += probe(LinuxI2CBus.path(of: number)) }
        found += oneWireDevices().map(Finding.ds18b20)
        let chips = names(in: "/dev").filter { $0.hasPrefix("gpiochip") }.sorted()
        for chip in chips {
            Console.printError(
                "/dev/\(chip): a DHT22 or DHT11 cannot be found by looking; where there is one, "
                    + "name it with 'driver: dht22', 'bus: /dev/\(chip)' and its 'line'")
        }
        if found.isEmpty { throw nothingFound(hasI2C: !numbers.isEmpty) }
        Console.print(configuration(found))
    }

    private static func nothingFound(hasI2C: Bool) -> AgentFailure {
        let i2c =
            hasI2C
            ? "no BME280 or BMP280 answers at 0x76 or 0x77, and no DS18B20 behind a DS2482 at 0x18 to "
                + "0x1b; check the wiring and the power"
            : "there is no I2C bus (/dev/i2c-N). On a Raspberry Pi switch it on with 'raspi-config "
                + "nonint do_i2c 0' and restart; elsewhere load the module i2c-dev"
        let oneWire =
            "no DS18B20 is in \(oneWireFolder); for one, put 'dtoverlay=w1-gpio' into "
            + "/boot/firmware/config.txt and restart"
        return AgentFailure(.unavailable, i2c + ".\n" + oneWire)
    }

    // MARK: I2C

    private static func probe(_ path: String) -> [Finding] {
        let bus: LinuxI2CBus
        do throws(BusError) {
            bus = try LinuxI2CBus(path: path)
        } catch {
            Console.printError("\(path): \(error.description)")
            return []
        }
        defer { bus.close() }
        var found: [Finding] = []
        var isDead = false
        for address in BME280.addresses {
            let place = "\(path) 0x\(String(address, radix: 16))"
            do throws(SensorError) {
                let chip = try BME280.identify(bus: bus, address: address)
                Console.printError("\(place): \(chip.description)")
                found.append(.bosch280(path: path, address: address, chip: chip))
            } catch {
                // Silence is what an empty address sounds like.
                if error == .bus(.timedOut) { isDead = true }
                if error != .bus(.noAcknowledge) {
                    Console.printError("\(place): \(error.description)")
                }
            }
        }
        // A bus on which no transfer ends takes a second for each, and says the same again.
        if isDead { return found }
        for address in DS2482.addresses { found += bridged(bus, address) }
        return found
    }

    /// The thermometers behind a DS2482. A chip that does not answer its reset as one gets no other
    /// command.
    private static func bridged(_ bus: LinuxI2CBus, _ address: UInt8) -> [Finding] {
        let place = "\(bus.path) 0x\(String(address, radix: 16))"
        let bridge = DS2482(bus: bus, address: address, clock: SystemClock())
        do throws(BusError) {
            let codes = try bridge.search()
            let names = codes.map { $0.description }.joined(separator: ", ")
            Console.printError("\(place): DS2482 with \(codes.isEmpty ? "nothing" : names)")
            return codes.filter { $0.family == DS18B20.family }
                .map { .bridged($0, path: bus.path, address: address) }
        } catch {
            // Silence is what an empty address sounds like.
            if error != .noAcknowledge { Console.printError("\(place): \(error.description)") }
            return []
        }
    }

    // MARK: 1-Wire

    /// The thermometers that the kernel has found; it looks for itself every ten seconds.
    private static func oneWireDevices() -> [OneWireROM] {
        let codes = names(in: oneWireFolder).compactMap { OneWireROM($0) }
            .filter { $0.family == DS18B20.family }
            .sorted { $0.serial < $1.serial }
        for code in codes { Console.printError("\(oneWireFolder)/\(code.description): DS18B20") }
        return codes
    }

    /// The names in a folder; none where there is no such folder.
    private static func names(in folder: String) -> [String] {
        do throws(SystemError) {
            return try SystemFile.names(in: folder)
        } catch {
            if error.code != SystemError.noSuchFile {
                Console.printError("cannot look into \(folder): \(error.text)")
            }
            return []
        }
    }

    // MARK: The description

    private static func configuration(_ found: [Finding]) -> String {
        var text =
            "# What the node calls itself in its own log.\nnode: {name: my-node}\n\nsensors:\n"
        var counts: [String: Int] = [:]
        for finding in found {
            let name = id(of: finding)
            let count = (counts[name] ?? 0) + 1
            counts[name] = count
            text += "  - id: \(name)\(count == 1 ? "" : "\(count)")\n" + keys(of: finding)
        }
        return text
    }

    private static func id(of finding: Finding) -> String {
        switch finding {
        case .bosch280: "air"
        case .ds18b20, .bridged: "probe"
        }
    }

    private static func keys(of finding: Finding) -> String {
        switch finding {
        case .bosch280(let path, let address, let chip):
            """
                driver: \(chip.hasHumidity ? "bme280" : "bmp280")
                bus: \(path)
                address: 0x\(String(address, radix: 16))
                interval: 10s

            """
        case .ds18b20(let code):
            """
                driver: ds18b20
                bus: w1
                device: \(code.description)
                interval: 10s

            """
        case .bridged(let code, let path, let address):
            """
                driver: ds18b20
                bus: \(path)
                bridge: ds2482
                address: 0x\(String(address, radix: 16))
                device: \(code.description)
                interval: 10s

            """
        }
    }
}
