// Reads a simulated BME280 through a simulated day, in no time: the driver is the real one.

import RueSensors
import RueSensorsSimulation

/// Prints what a BME280 in the kitchen says at each hour of 1 January 2026.
func showDay() throws(SensorError) {
    let clock = VirtualClock(utcMilliseconds: 1_767_225_600_000)
    let kitchen = House(seed: 42).climate(in: .kitchen)
    let chip = SimulatedBME280(clock: clock, trim: .seeded(42)) {
        kitchen.truth(at: clock.utcMilliseconds)
    }
    let bus = SimulatedI2CBus()
    bus.attach(chip, at: 0x76)

    let sensor = BME280(bus: bus, address: 0x76, clock: clock)
    for hour in 0..<24 {
        let readings = try sensor.read(sleepingOn: clock)
        print(String(hour) + " h: " + readings[0].description)
        clock.advance(milliseconds: 3_600_000)
    }
}

do throws(SensorError) {
    try showDay()
} catch {
    print(error.description)
}
