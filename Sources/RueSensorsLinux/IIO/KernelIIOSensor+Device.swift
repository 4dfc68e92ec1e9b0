public import RueSensors

extension KernelIIOSensor {
    /// Where the kernel shows its devices.
    public static let usualFolder = "/sys/bus/iio/devices"

    /// Something that a driver of the kernel reads.
    public struct Device: Equatable, Sendable {
        /// Its folder, such as `iio:device0`. The number changes from start to start.
        public let entry: String
        /// Its name, such as `bme280` or `dht11@4`, which does not change; two chips of a kind share it.
        public let name: String

        /// What it is; nil for what Rue does not read. The kernel does not tell a DHT11 from a DHT22:
        /// either is `.dht22` here.
        public var chip: Chip? {
            [Chip.bme280, .bmp280, .dht22].first { $0.fits(name) }
        }

        var description: String { entry + " (" + name + ")" }
    }

    /// What drivers of the kernel read on this machine, for looking around. No device is asked for
    /// anything, so that this does not block.
    ///
    /// - Parameter folder: where the kernel shows its devices.
    /// - Returns: the devices by ``Device/entry``; none where the kernel shows none.
    /// - Throws: `.os` if the folder cannot be read.
    public static func devices(in folder: String = usualFolder) throws(BusError) -> [Device] {
        try IIOFolder(path: folder).devices()
    }
}
