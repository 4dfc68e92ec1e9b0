internal import CRueSystem
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

    private func names() throws(BusError) -> [String] {
        var buffer = [CChar](repeating: 0, count: 16_384)
        let count = rue_directory_list(path, &buffer, buffer.count)
        guard count >= 0 else { throw W1Folder.error(errno: -count, path: path) }
        let bytes = buffer[..<Int(count)].map { UInt8(bitPattern: $0) }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func error(errno: Int32, path: String) -> BusError {
        // ENOENT, ENOTDIR.
        errno == 2 || errno == 20 ? .noOneWire(folder: path) : .os(errno: errno)
    }
}
