// Rehearses what can happen to a BME280: every fault in turn, then what the driver says, then whether
// it recovers by itself. The driver is the real one; nothing sleeps.

import RueSensors
import RueSensorsSimulation

/// A simulated BME280 on its bus, with the driver on it.
struct Bench {
    let clock = VirtualClock()
    let bus = SimulatedI2CBus()
    let chip: SimulatedBME280
    let sensor: BME280

    init() {
        chip = SimulatedBME280(clock: clock)
        bus.attach(chip, at: 0x76)
        sensor = BME280(bus: bus, address: 0x76, clock: clock)
    }

    func say(_ what: String) {
        do throws(SensorError) {
            print(what + ": " + (try sensor.read(sleepingOn: clock)[0].description))
        } catch {
            print(what + ": " + error.description)
        }
    }
}

/// Reads once in good order, once with something broken, and once after it was mended.
func rehearse(
    _ what: String, break breaking: (Bench) -> Void, mend: (Bench) -> Void = { _ in }
) {
    let bench = Bench()
    bench.say("in order")
    breaking(bench)
    bench.say("  " + what)
    mend(bench)
    bench.say("  afterwards")
}

rehearse("a transfer fails") {
    $0.bus.inject(.failure(.noAcknowledge), atTransaction: $0.bus.transactionCount + 2)
}
rehearse("bytes are lost") {
    $0.bus.inject(.shortTransfer(missing: 3), atTransaction: $0.bus.transactionCount + 4)
}
rehearse(
    "unplugged", break: { $0.bus.detach(at: 0x76) }, mend: { $0.bus.attach($0.chip, at: 0x76) })
rehearse("a line is held low", break: { $0.bus.line = .heldLow }, mend: { $0.bus.line = .free })
rehearse("the supply fails for a moment") { $0.chip.brownOut() }
rehearse(
    "the chip hangs", break: { $0.chip.faults.neverReady = true },
    mend: { $0.chip.faults.neverReady = false })
rehearse(
    "another chip was plugged in",
    break: { $0.bus.attach(SimulatedBME280(clock: $0.clock, identity: 0x61), at: 0x76) },
    mend: { $0.bus.attach($0.chip, at: 0x76) })
