// Runs a fan on GPIO 17 of a Raspberry Pi, behind a relay board that is on at 0 V, for five seconds.

import RueSensors
import RueSensorsLinux

do throws(BusError) {
    let clock = SystemClock()
    let fan = GPIOOutput(chip: "/dev/gpiochip0", offset: 17, isActiveLow: true)
    try fan.set(true)
    clock.sleep(microseconds: 5_000_000)
    // Off, and let go of; so it would be, too, if the object were forgotten.
    try fan.close()
} catch {
    print("fan on GPIO 17: " + error.description)
}
