// Reads the only DS18B20 on a Raspberry Pi's 1-Wire bus, again and again.

import RueSensors
import RueSensorsLinux

/// Takes one sample, or says why there is none.
func showTemperature(_ sensor: DS18B20, _ clock: SystemClock) {
    do throws(SensorError) {
        for reading in try sensor.read(sleepingOn: clock) {
            print(reading.description)
        }
    } catch {
        // Unplug it, and plug it in again: the next reading is right.
        print("DS18B20: " + error.description)
    }
}

do {
    let clock = SystemClock()
    let sensor = DS18B20(probe: KernelOneWireProbe(), clock: clock)
    for _ in 0..<10 {
        showTemperature(sensor, clock)
        clock.sleep(microseconds: 1_000_000)
    }
}
