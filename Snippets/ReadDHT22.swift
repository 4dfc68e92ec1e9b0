// Reads the DHT22 on GPIO 4 of a Raspberry Pi twice, and tells how many frames arrived damaged.

import RueSensors
import RueSensorsLinux

/// Takes one sample, or says why there is none.
func showAir(_ sensor: DHT22, _ clock: SystemClock) {
    do throws(SensorError) {
        for reading in try sensor.read(sleepingOn: clock) {
            print(reading.description)
        }
    } catch {
        print("DHT22 on GPIO 4: " + error.description)
    }
}

do {
    let clock = SystemClock()
    let sensor = DHT22(line: GPIOLine(chip: "/dev/gpiochip0", offset: 4), clock: clock)
    showAir(sensor, clock)
    clock.sleep(microseconds: 3_000_000)
    showAir(sensor, clock)
    let damaged = sensor.counters.truncated + sensor.counters.checksumFailures
    print(String(damaged) + " of " + String(sensor.counters.attempts) + " frames were damaged")
}
