import RueSensors
import RueSensorsLinux

@main struct Header {
    static func main() {
        do throws(BusError) {
            let bus = try LinuxI2CBus(path: "/nonexistent/i2c-1")
            let sensor = BME280(bus: bus, address: 0x76, clock: SystemClock())
            print(sensor.model)
        } catch {
            print(error.description)
        }
    }
}
