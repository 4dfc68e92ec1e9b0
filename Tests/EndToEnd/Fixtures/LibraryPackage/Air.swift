import RueSensors
import RueSensorsSimulation

@main struct Air {
    static func main() throws(SensorError) {
        let clock = VirtualClock()
        let bus = SimulatedI2CBus()
        let chip = SimulatedBME280(clock: clock) { Environment(temperatureMilliCelsius: 21_370) }
        bus.attach(chip, at: 0x76)
        let sensor = BME280(bus: bus, address: 0x76, clock: clock)
        for reading in try sensor.read(sleepingOn: clock) { print(reading.description) }
    }
}
