// Reads all DS18B20s behind a DS2482 bridge at once: they share one conversion.

import RueSensors
import RueSensorsLinux

/// Lets all of them convert, waits once, and takes one value after the other.
func showTemperatures(_ sensors: [DS18B20], _ clock: SystemClock) throws(SensorError) {
    var due: UInt64 = 0
    for sensor in sensors { due = max(due, try sensor.start()) }
    clock.sleep(microseconds: due)
    for sensor in sensors {
        let name = sensor.rom?.description ?? "?"
        do throws(SensorError) {
            var progress = try sensor.collect()
            while case .pending(let microseconds) = progress {
                clock.sleep(microseconds: microseconds)
                progress = try sensor.collect()
            }
            if case .readings(let readings) = progress {
                for reading in readings { print(name + ": " + reading.description) }
            }
        } catch {
            // One failing sensor does not stop the others.
            print(name + ": " + error.description)
        }
    }
}

do {
    let clock = SystemClock()
    do throws(BusError) {
        let bridge = DS2482(bus: try LinuxI2CBus(number: 1), address: 0x18, clock: clock)
        let conversion = SharedConversion(bus: bridge, clock: clock)
        let sensors = try bridge.search().map { rom in
            DS18B20(probe: OneWireBusProbe(device: rom, conversion), clock: clock)
        }
        do throws(SensorError) {
            try showTemperatures(sensors, clock)
        } catch {
            print(error.description)
        }
    } catch {
        print("/dev/i2c-1: " + error.description)
    }
}
