internal import RueSensors

extension ProbeCommand {
    static let oneWireFolder = "/sys/bus/w1/devices"

    /// The thermometers that the kernel has found; it looks for itself every ten seconds.
    static func lookAtOneWire(_ survey: inout ProbeSurvey) {
        let names = names(in: oneWireFolder)
        let codes = names.compactMap { OneWireROM($0) }
            .sorted { ($0.family, $0.serial) < ($1.family, $1.serial) }
        for code in codes {
            let kind =
                code.family == DS18B20.family
                ? "DS18B20" : "a device that Rue does not read (a DS18B20 begins with 28-)"
            Console.printError("\(oneWireFolder)/\(code.description): \(kind)")
        }
        survey.hasOneWire = names.contains { $0.hasPrefix("w1_bus_master") }
        if codes.isEmpty, survey.hasOneWire {
            Console.printError("\(oneWireFolder): a 1-Wire bus, and nothing on it")
        }
        survey.found += codes.filter { $0.family == DS18B20.family }.map { .ds18b20($0) }
    }
}
