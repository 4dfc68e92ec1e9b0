internal import RueCommandLine
internal import RueSensors
internal import RueSensorsLinux

/// `probe`: looks for sensors and prints a configuration to start from.
enum ProbeCommand {
    enum Finding {
        case bosch280(path: String, address: UInt8, chip: BME280.Chip)
        case ds18b20(OneWireROM)
        case bridged(OneWireROM, path: String, address: UInt8)
    }

    private static let oneWireFolder = "/sys/bus/w1/devices"

    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let numbers = try orFail(.system, { "cannot look for buses: \($0.description)" }) {
            () throws(BusError) in try LinuxI2CBus.availableNumbers()
        }
        var found: [Finding] = []
        for number in numbers { found += probe(number) }
        found += oneWireDevices().map(Finding.ds18b20)
        tellGPIOChips()
        if found.isEmpty { throw nothingFound(hasI2C: !numbers.isEmpty) }
        Console.print(configuration(found))
        if let path = arguments.value("record") { try record(found, to: path) }
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

    private static func probe(_ number: Int) -> [Finding] {
        let path = LinuxI2CBus.path(of: number)
        let claims = LinuxI2CBus.claims(onBus: number)
        for claim in claims {
            Console.printError(
                "\(place(path, claim.address)): held by the kernel's driver \(claim.driver); to "
                    + "read it with Rue remove its overlay, or unbind it")
        }
        let bus: LinuxI2CBus
        do throws(BusError) {
            bus = try LinuxI2CBus(path: path)
        } catch {
            Console.printError("\(path): \(error.description)")
            return []
        }
        defer { bus.close() }
        let isFree = { (address: UInt8) in !claims.contains { $0.address == address } }
        var found: [Finding] = []
        for address in BME280.addresses where isFree(address) {
            // On a bus where no transfer ends each takes a second, and says the same again.
            guard identify(bus, address, into: &found) else { return found }
        }
        for address in DS2482.addresses where isFree(address) { found += bridged(bus, address) }
        return found
    }

    static func place(_ path: String, _ address: UInt8) -> String {
        "\(path) 0x\(address < 16 ? "0" : "")\(String(address, radix: 16))"
    }

    /// Looks for a BME280 or its like; false when the bus is dead.
    private static func identify(
        _ bus: LinuxI2CBus, _ address: UInt8, into found: inout [Finding]
    ) -> Bool {
        let place = place(bus.path, address)
        do throws(SensorError) {
            let chip = try BME280.identify(bus: bus, address: address)
            Console.printError("\(place): \(chip.description)")
            found.append(.bosch280(path: bus.path, address: address, chip: chip))
        } catch {
            // Silence is what an empty address sounds like.
            if error != .bus(.noAcknowledge) {
                Console.printError("\(place): \(error.description)")
            }
            return error != .bus(.timedOut)
        }
        return true
    }

    /// The thermometers behind a DS2482. A chip that does not answer its reset as one gets no other
    /// command.
    private static func bridged(_ bus: LinuxI2CBus, _ address: UInt8) -> [Finding] {
        let place = place(bus.path, address)
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
        let names = names(in: oneWireFolder)
        let codes = names.compactMap { OneWireROM($0) }
            .sorted { ($0.family, $0.serial) < ($1.family, $1.serial) }
        for code in codes {
            let kind =
                code.family == DS18B20.family
                ? "DS18B20" : "a device that Rue does not read (a DS18B20 begins with 28-)"
            Console.printError("\(oneWireFolder)/\(code.description): \(kind)")
        }
        if codes.isEmpty, names.contains(where: { $0.hasPrefix("w1_bus_master") }) {
            Console.printError("\(oneWireFolder): a 1-Wire bus, and nothing on it")
        }
        return codes.filter { $0.family == DS18B20.family }
    }

    // MARK: GPIO

    private static func tellGPIOChips() {
        let numbers = names(in: "/dev").filter { $0.hasPrefix("gpiochip") }
            .compactMap { Int($0.dropFirst("gpiochip".utf8.count)) }.sorted()
        for number in numbers { tellGPIOChip("/dev/gpiochip\(number)") }
        guard let first = numbers.first else { return }
        Console.printError(
            "a DHT22 or DHT11 cannot be found by looking; where there is one, name it with "
                + "'driver: dht22', 'bus: /dev/gpiochip\(first)' and its 'line'")
    }

    private static func tellGPIOChip(_ path: String) {
        do throws(BusError) {
            let chip = try GPIOChip(lookingAt: path)
            Console.printError("\(path): \(chip.label), \(chip.lineCount) lines")
            for line in chip.usedLines {
                let holder =
                    line.holder.isEmpty ? "somebody who gives no name" : "\"\(line.holder)\""
                Console.printError("\(path) line \(line.offset): held by \(holder)")
            }
        } catch {
            Console.printError("\(path): \(error.description)")
        }
    }

    // MARK: Folders

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
