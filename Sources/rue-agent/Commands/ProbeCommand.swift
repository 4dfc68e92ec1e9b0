internal import RueSensors
internal import RueSensorsLinux

/// `probe`: looks for sensors and prints a configuration to start from.
enum ProbeCommand {
    private struct Finding {
        let path: String
        let address: UInt8
        let chip: BME280.Chip
    }

    static func run() throws(AgentFailure) {
        let numbers = try orFail(.system, { "cannot look for buses: \($0.description)" }) {
            () throws(BusError) in try LinuxI2CBus.availableNumbers()
        }
        if numbers.isEmpty {
            throw AgentFailure(
                .unavailable,
                "there is no I2C bus (/dev/i2c-N). On a Raspberry Pi switch it on with 'raspi-config "
                    + "nonint do_i2c 0' and restart; elsewhere load the module i2c-dev")
        }
        var found: [Finding] = []
        for number in numbers { found += probe(LinuxI2CBus.path(of: number)) }
        if found.isEmpty {
            throw AgentFailure(
                .unavailable,
                "no BME280 or BMP280 answers at 0x76 or 0x77; check the wiring and the power")
        }
        Console.print(configuration(found))
    }

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
        for address in BME280.addresses {
            let place = "\(path) 0x\(String(address, radix: 16))"
            do throws(SensorError) {
                let chip = try BME280.identify(bus: bus, address: address)
                Console.printError("\(place): \(chip.description)")
                found.append(Finding(path: path, address: address, chip: chip))
            } catch {
                // Silence is what an empty address sounds like.
                if error != .bus(.noAcknowledge) {
                    Console.printError("\(place): \(error.description)")
                }
            }
        }
        return found
    }

    private static func configuration(_ found: [Finding]) -> String {
        var text =
            "# What the node calls itself in its own log.\nnode: {name: my-node}\n\nsensors:\n"
        for (index, finding) in found.enumerated() {
            text += """
                  - id: air\(index == 0 ? "" : "\(index + 1)")
                    driver: \(finding.chip.hasHumidity ? "bme280" : "bmp280")
                    bus: \(finding.path)
                    address: 0x\(String(finding.address, radix: 16))
                    interval: 10s

                """
        }
        return text
    }
}
