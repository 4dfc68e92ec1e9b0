internal import RueSensors
internal import RueSensorsLinux

extension ProbeCommand {
    /// What the kernel's own drivers read, told.
    static func kernelSensors() -> [KernelIIOSensor.Device] {
        let folder = KernelIIOSensor.usualFolder
        do throws(BusError) {
            let sensors = try KernelIIOSensor.devices()
            for sensor in sensors {
                let kind =
                    sensor.chip == nil
                    ? "a device that Rue does not read"
                    : "read by the kernel's own driver; for Rue, 'bus: iio'"
                Console.printError("\(folder)/\(sensor.entry): \(sensor.name), \(kind)")
            }
            return sensors
        } catch {
            Console.printError("cannot look into \(folder): \(error.description)")
            return []
        }
    }
}
