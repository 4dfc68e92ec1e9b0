/// What a chip is made to be connected to.
enum BusKind: Sendable {
    case i2c
    case gpio
    case oneWire

    /// What a configuration may say, for a person.
    var expected: String {
        switch self {
        case .i2c: "a device (/dev/i2c-1), 'iio' (the kernel's own driver) or 'simulated'"
        case .gpio: "a device (/dev/gpiochip0), 'iio' (the kernel's own driver) or 'simulated'"
        case .oneWire:
            "'w1' (the kernel's 1-Wire), a device (/dev/i2c-1) with a 'bridge', a GPIO chip "
                + "(/dev/gpiochip0) with a 'line', or 'simulated'"
        }
    }

    /// The bus that a text names; nil when it is none of this kind.
    func bus(_ text: String) -> BusName? {
        if text == "simulated" { return .simulated }
        if text == "iio", self != .oneWire { return .kernelIIO }
        switch self {
        case .oneWire:
            if text == "w1" { return .kernelOneWire }
            let isKnown = text.hasPrefix("/dev/i2c") || text.hasPrefix("/dev/gpiochip")
            return isKnown ? Self.device(text) : nil
        case .i2c: return text.hasPrefix("/dev/gpiochip") ? nil : Self.device(text)
        case .gpio: return text.hasPrefix("/dev/i2c") ? nil : Self.device(text)
        }
    }

    private static func device(_ text: String) -> BusName? {
        let isPath = text.hasPrefix("/dev/") && text.utf8.count > 5 && text.utf8.count < 256
        return isPath ? .device(path: text) : nil
    }

    /// What was perhaps meant.
    func suggestion(for text: String) -> String? {
        switch self {
        case .i2c where text.hasPrefix("i2c-"), .gpio where text.hasPrefix("gpiochip"):
            return "/dev/" + text
        case .i2c where Self.isNearIIO(text), .gpio where Self.isNearIIO(text): return "iio"
        case .i2c: return nil
        case .gpio where text == "gpio": return "/dev/gpiochip0"
        case .gpio: return nil
        case .oneWire:
            if text.hasPrefix("i2c-") || text.hasPrefix("gpiochip") { return "/dev/" + text }
            let near = ["1-wire", "1wire", "onewire", "one-wire", "w1-gpio", "/dev/w1"]
            return near.contains(text.lowercased()) ? "w1" : nil
        }
    }

    private static func isNearIIO(_ text: String) -> Bool {
        let word = text.lowercased()
        return word == "iio" || word == "kernel" || word.hasPrefix("iio:")
            || text.hasPrefix("/sys/bus/iio")
    }

    /// The bus that a text names, whatever its kind.
    static func anyBus(_ text: String) -> BusName? {
        switch text {
        case "w1": .kernelOneWire
        case "iio": .kernelIIO
        case "simulated": .simulated
        default: device(text)
        }
    }
}
