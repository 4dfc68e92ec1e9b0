internal import RueSensors
internal import RueSensorsLinux

/// The 1-Wire buses that a program drives itself, through bridges and on GPIO lines: all sensors
/// on one share it, and its conversions.
final class OneWireBridges {
    private var lines: [(path: String, conversion: SharedConversion, line: UInt32)] = []
    private var known: [(path: String, conversion: SharedConversion, address: UInt8)] = []

    /// The conversions on a line of a GPIO chip.
    func conversion(
        line: UInt32, of path: String, clock: any SensorClock
    ) -> SharedConversion {
        if let found = lines.first(where: { $0.path == path && $0.line == line }) {
            return found.conversion
        }
        let wire = GPIOOneWireLine(chip: path, offset: line)
        let conversion = SharedConversion(bus: BitBangedOneWireBus(line: wire), clock: clock)
        lines.append((path, conversion, line))
        return conversion
    }

    /// The conversions behind a bridge.
    func conversion(
        at address: UInt8, on path: String, bus: any I2CBus, clock: any SensorClock
    ) -> SharedConversion {
        if let found = known.first(where: { $0.path == path && $0.address == address }) {
            return found.conversion
        }
        let bridge = DS2482(bus: bus, address: address, clock: clock)
        let conversion = SharedConversion(bus: bridge, clock: clock)
        known.append((path, conversion, address))
        return conversion
    }
}
