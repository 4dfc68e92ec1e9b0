internal import RueSensors
internal import RueSensorsLinux

/// A sensor that was found, and how a node's description names it.
enum ProbeFinding {
    case bosch280(path: String, address: UInt8, chip: BME280.Chip)
    case ds18b20(OneWireROM)
    case bridged(OneWireROM, path: String, address: UInt8)
    /// `device` is nil for the only one of its kind.
    case kernel(KernelIIOSensor.Chip, device: String?)

    /// What a driver of the kernel reads; nil if Rue does not read it there.
    init?(_ sensor: KernelIIOSensor.Device, among all: [KernelIIOSensor.Device]) {
        guard let chip = sensor.chip else { return nil }
        let isOnly = all.count { $0.chip == chip } == 1
        let hasOwnName = all.count { $0.name == sensor.name } == 1
        self = .kernel(
            chip, device: isOnly ? nil : hasOwnName ? sensor.name : sensor.entry)
    }

    /// A node's description with these sensors.
    static func description(of found: [ProbeFinding]) -> String {
        var text =
            "# What the node calls itself in its own log.\nnode: {name: my-node}\n\nsensors:\n"
        var counts: [String: Int] = [:]
        for finding in found {
            let count = (counts[finding.id] ?? 0) + 1
            counts[finding.id] = count
            text += "  - id: \(finding.id)\(count == 1 ? "" : "\(count)")\n"
            for line in finding.keys { text += "    \(line)\n" }
            text += "    interval: 10s\n"
        }
        return text
    }

    private var id: String {
        switch self {
        case .bosch280, .kernel(.bme280, _), .kernel(.bmp280, _): "air"
        case .kernel(.dht22, _), .kernel(.dht11, _): "room"
        case .ds18b20, .bridged: "probe"
        }
    }

    private var keys: [String] {
        switch self {
        case .bosch280(let path, let address, let chip):
            [
                "driver: \(chip.hasHumidity ? "bme280" : "bmp280")", "bus: \(path)",
                "address: 0x\(String(address, radix: 16))",
            ]
        case .ds18b20(let code):
            ["driver: ds18b20", "bus: w1", "device: \(code.description)"]
        case .bridged(let code, let path, let address):
            [
                "driver: ds18b20", "bus: \(path)", "bridge: ds2482",
                "address: 0x\(String(address, radix: 16))", "device: \(code.description)",
            ]
        case .kernel(let chip, let device):
            [ProbeFinding.driver(chip), "bus: iio"] + (device.map { ["device: \($0)"] } ?? [])
        }
    }

    private static func driver(_ chip: KernelIIOSensor.Chip) -> String {
        switch chip {
        case .bme280: "driver: bme280"
        case .bmp280: "driver: bmp280"
        case .dht22: "driver: dht22  # or dht11: the kernel does not tell which of the two it is"
        case .dht11: "driver: dht11"
        }
    }
}
