internal import CRueSystem
internal import RueSensors

/// The folder in which the kernel shows the devices of industrial I/O, one folder each.
struct IIOFolder {
    typealias Device = KernelIIOSensor.Device

    let path: String

    /// The device to read: the one that was asked for by either name, or the only one that fits.
    func device(named wanted: String?, for chip: KernelIIOSensor.Chip) throws(BusError) -> Device {
        let all = try devices()
        if all.isEmpty { throw .noKernelSensor(folder: path, overlay: chip.overlay) }
        let fitting = all.filter { device in
            wanted.map { device.name == $0 || device.entry == $0 } ?? chip.fits(device.name)
        }
        guard let device = fitting.first else {
            throw .noSuchKernelSensor(
                name: wanted ?? "a " + chip.name, found: all.map { $0.description },
                overlay: chip.overlay)
        }
        guard fitting.count == 1 else {
            throw .severalKernelSensors(found: fitting.map { $0.description })
        }
        return device
    }

    /// All of them; none where there is no such folder.
    func devices() throws(BusError) -> [Device] {
        try entries().compactMap { entry in
            name(of: entry).map { Device(entry: entry, name: $0) }
        }
    }

    private func entries() throws(BusError) -> [String] {
        do throws(BusError) {
            return try FolderNames.list(path).filter { $0.hasPrefix("iio:device") }.sorted()
        } catch {
            if error == .os(errno: KernelErrno.noEntry)
                || error == .os(errno: KernelErrno.notADirectory)
            {
                return []
            }
            throw error
        }
    }

    /// The device's own name, which no device is asked for; nil for one that is going away.
    private func name(of entry: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = rue_file_read(path + "/" + entry + "/name", &bytes, bytes.count)
        guard count > 0 else { return nil }
        let name = bytes[..<Int(count)].prefix { $0 != UInt8(ascii: "\n") }
        return name.isEmpty ? nil : Excerpt.of(name)
    }
}
