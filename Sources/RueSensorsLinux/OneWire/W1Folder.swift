internal import RueSensors

/// The folder in which the kernel shows its 1-Wire devices, one folder each.
struct W1Folder {
    let path: String

    /// The code of the device to read: the one that was asked for, or the only DS18B20 there is.
    func device(named name: String?) throws(BusError) -> OneWireROM {
        let codes = try codes()
        guard let name else { return try OneWireROM.onlyThermometer(among: codes) }
        guard let wanted = OneWireROM(name), codes.contains(wanted) else {
            throw .noSuchDevice(name: name, found: codes.map { $0.description })
        }
        return wanted
    }

    /// Every device on every bus. Without a bus master, the overlay is missing.
    private func codes() throws(BusError) -> [OneWireROM] {
        let names = try names()
        guard names.contains(where: { $0.hasPrefix("w1_bus_master") }) else {
            throw .noOneWire(folder: path)
        }
        return names.compactMap { OneWireROM($0) }
            .sorted { ($0.family, $0.serial) < ($1.family, $1.serial) }
    }

    /// The names of the buses.
    func masters() throws(BusError) -> [String] {
        try names().filter { $0.hasPrefix("w1_bus_master") }.sorted()
    }

    private func names() throws(BusError) -> [String] {
        do throws(BusError) {
            return try FolderNames.list(path)
        } catch {
            throw error == .os(errno: KernelErrno.noEntry)
                || error == .os(errno: KernelErrno.notADirectory)
                ? .noOneWire(folder: path) : error
        }
    }
}
