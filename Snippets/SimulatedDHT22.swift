// Rehearses a busy machine: a simulated DHT22 whose frames lose edges, and the real driver.

import RueSensors
import RueSensorsSimulation

/// Takes one sample, three seconds after the one before.
func show(_ what: String, of sensor: DHT22, on clock: VirtualClock) {
    clock.advance(milliseconds: 3000)
    do throws(SensorError) {
        for reading in try sensor.read(sleepingOn: clock) {
            let mark = reading.flags.contains(.recovered) ? " (recovered)" : ""
            print(what + ": " + reading.description + mark)
        }
    } catch {
        print(what + ": " + error.description)
    }
}

do {
    let clock = VirtualClock()
    let device = SimulatedDHT22(clock: clock, seed: 42) {
        Environment(temperatureMilliCelsius: -3400, relativeHumidityMilliPercent: 71_500)
    }
    let sensor = DHT22(line: device, clock: clock)

    show("all is well", of: sensor, on: clock)
    device.faults.droppedEdges = [12]
    show("an edge is lost", of: sensor, on: clock)
    device.faults.droppedEdges = [12, 30]
    show("two edges are lost", of: sensor, on: clock)
    device.faults.isSilent = true
    show("unplugged", of: sensor, on: clock)
}
