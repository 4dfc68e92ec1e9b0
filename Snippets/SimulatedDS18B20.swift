// Lets a simulated DS18B20 fail in several ways, and come back: the driver is the real one.

import RueSensors
import RueSensorsSimulation

/// Prints what a DS18B20 in a freezer says while something is broken.
func show(_ what: String, breaking: (inout SimulatedDS18B20.Faults) -> Void = { _ in }) {
    let clock = VirtualClock()
    let chip = SimulatedDS18B20(clock: clock) { Environment(temperatureMilliCelsius: -18_000) }
    let sensor = DS18B20(probe: chip, clock: clock)
    breaking(&chip.faults)
    for attempt in [what, "  mended"] {
        do throws(SensorError) {
            for reading in try sensor.read(sleepingOn: clock) {
                print(attempt + ": " + reading.description)
            }
        } catch {
            print(attempt + ": " + error.description)
        }
        chip.faults = SimulatedDS18B20.Faults()
    }
}

show("as it should be")
show("unplugged") { $0.isSilent = true }
show("shorted") { $0.readsZeros = true }
show("without enough power") { $0.losesPower = true }
show("through noise") { $0.flippedBit = 3 }
