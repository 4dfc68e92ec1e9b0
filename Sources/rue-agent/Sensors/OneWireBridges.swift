internal import RueSensors

/// The 1-Wire bridges of a program: all sensors behind one share it, and its conversions.
final class OneWireBridges {
    private var known: [(path: String, conversion: SharedConversion, address: UInt8)] = []

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
