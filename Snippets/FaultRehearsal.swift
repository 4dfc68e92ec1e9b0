// Rehearses what can happen to a BME280: every fault that a script knows in turn, then what the driver
// says, then whether it recovers by itself. The driver is the real one; nothing sleeps.

import RueSensors
import RueSensorsSimulation

/// A simulated BME280 on its bus, with the driver on it, and a script that says what happens.
struct Bench {
    let clock = VirtualClock()
    let sensor: ScriptedSensor

    /// Breaks the second of three samples, ten seconds apart.
    init(_ fault: SimulatedFault) {
        let window = FaultWindow(afterMilliseconds: 5000, forMilliseconds: 10_000)
        let script = FaultScript([ScriptedFault(fault, window: window)], seed: 7, clock: clock)
        let bus = ScriptedI2CBus(SimulatedBME280(clock: clock), at: 0x76, script)
        sensor = ScriptedSensor(BME280(bus: bus, address: 0x76, clock: clock), script)
    }

    func say(_ what: String) {
        do throws(SensorError) {
            print(what + ": " + (try sensor.read(sleepingOn: clock)[0].description))
        } catch {
            print(what + ": " + error.description)
        }
        clock.advance(milliseconds: 10_000)
    }
}

func rehearse(_ fault: SimulatedFault) {
    let bench = Bench(fault)
    bench.say("in order")
    bench.say("  " + fault.description)
    bench.say("  afterwards")
}

for fault in SimulatedFault.possible(on: .bosch280) { rehearse(fault) }
