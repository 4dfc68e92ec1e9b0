import RueSensors
import RueSensorsSimulation

/// A sensor on a simulated line, and everything around it.
struct DHT22Rig {
    let clock = VirtualClock()
    let device: SimulatedDHT22
    let sensor: DHT22

    init(
        profile: SimulatedDHT22.Profile = .dht22, seed: UInt64 = 1,
        queue: GPIOEventQueue = .libgpiod2, truth: Environment = Environment()
    ) {
        clock.recordsSleeps = true
        device = SimulatedDHT22(clock: clock, seed: seed, profile: profile, queue: queue) { truth }
        let isDHT11 = profile == .dht11 || profile == .dht11WithTenths
        sensor = DHT22(
            line: device, clock: clock,
            configuration: DHT22.Configuration(model: isDHT11 ? .dht11 : .dht22))
    }

    /// Reads once, three seconds after whatever was before, or throws what the sensor throws.
    func read() throws(SensorError) -> [Reading] {
        clock.advance(milliseconds: 3000)
        return try sensor.read(sleepingOn: clock)
    }
}
