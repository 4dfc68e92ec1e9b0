internal import RueSensors
internal import RueSensorsLinux

extension ProbeCommand {
    /// Tells the chips and who has their lines; a sensor is not to be found there.
    static func lookAtGPIO(_ kernelSensors: [KernelIIOSensor.Device]) {
        let numbers = names(in: "/dev").filter { $0.hasPrefix("gpiochip") }
            .compactMap { Int($0.dropFirst("gpiochip".utf8.count)) }.sorted()
        for number in numbers { tell("/dev/gpiochip\(number)", kernelSensors) }
        guard let first = numbers.first else { return }
        Console.printError(
            "a DHT22 or DHT11 cannot be found by looking; where there is one, name it with "
                + "'driver: dht22', 'bus: /dev/gpiochip\(first)' and its 'line'")
    }

    private static func tell(_ path: String, _ kernelSensors: [KernelIIOSensor.Device]) {
        do throws(BusError) {
            let chip = try GPIOChip(lookingAt: path)
            Console.printError("\(path): \(chip.label), \(chip.lineCount) lines")
            for line in chip.usedLines {
                Console.printError(
                    "\(path) line \(line.offset): held by \(holder(line.holder, kernelSensors))")
            }
        } catch {
            Console.printError("\(path): \(error.description)")
        }
    }

    /// A driver of the kernel calls itself as its device is called in the device tree.
    private static func holder(
        _ name: String, _ kernelSensors: [KernelIIOSensor.Device]
    ) -> String {
        if name.isEmpty { return "somebody who gives no name" }
        if kernelSensors.contains(where: { $0.name == name && $0.chip != nil }) {
            return "\"\(name)\", a driver of the kernel; for Rue, 'bus: iio'"
        }
        if name == "onewire" || name.hasPrefix("onewire@") {
            return "\"\(name)\", the kernel's 1-Wire bus; for Rue, 'bus: w1'"
        }
        return "\"\(name)\""
    }
}
