// Reads the BME280 at address 0x76 on a Raspberry Pi's header once.

import RueSensors
import RueSensorsLinux

/// Takes one sample, or says why there is none.
func showAir(on bus: LinuxI2CBus) {
    let clock = SystemClock()
    let sensor = BME280(bus: bus, address: 0x76, clock: clock)
    do throws(SensorError) {
        for reading in try sensor.read(sleepingOn: clock) {
            print(reading.description)
        }
    } catch {
        print("BME280 at 0x76: " + error.description)
    }
}

do throws(BusError) {
    showAir(on: try LinuxI2CBus(number: 1))
} catch {
    print(error.description)
}
