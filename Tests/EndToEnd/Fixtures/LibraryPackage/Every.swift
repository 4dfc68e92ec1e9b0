import RueSensors
import RueSensorsSimulation

/// A program that holds sensors of several kinds: it knows no more than the protocols.
@main struct Every {
    static func main() {
        let clock = VirtualClock()
        let bus = SimulatedI2CBus()
        bus.attach(SimulatedBME280(clock: clock), at: 0x76)
        let wire = SimulatedOneWireBus(clock: clock)
        wire.attach(SimulatedDS18B20(clock: clock))
        bus.attach(SimulatedDS2482(clock: clock, line: wire), at: 0x18)
        do throws(SensorError) {
            for sensor in sensors(clock, bus) { try show(sensor, clock) }
            let output = SimulatedOutput()
            do throws(BusError) {
                try show(bus)
                try show(wire)
                try show(output)
            } catch {
                throw .bus(error)
            }
        } catch {
            print(error.description)
        }
        show(clock)
    }

    private static func sensors(_ clock: any SensorClock, _ bus: any I2CBus) -> [any Sensor] {
        let conversion = SharedConversion(bus: DS2482(bus: bus, clock: clock), clock: clock)
        return [
            BME280(bus: bus, address: 0x76, clock: clock),
            DHT22(line: SimulatedDHT22(clock: clock), clock: clock),
            DS18B20(probe: OneWireBusProbe(conversion), clock: clock),
        ]
    }

    private static func show(_ sensor: any Sensor, _ clock: any SensorClock) throws(SensorError) {
        print(sensor.model)
        print(String(sensor.quantities.count))
        print(String(sensor.minimumIntervalMilliseconds))
        for reading in try sensor.read(sleepingOn: clock) { print(reading.description) }
        try sensor.stop()
        print(String(try sensor.start()))
        if case .readings = try sensor.collect() { print("at once") }
    }

    private static func show(_ bus: any I2CBus) throws(BusError) {
        try bus.writeRegister(at: 0x76, 0xF2, 5)
        print(String(try bus.readRegisters(at: 0x76, from: 0xF2, count: 1)[0]))
        print(String(try bus.transfer(address: 0x76, writing: [0xD0], reading: 1)[0]))
    }

    private static func show(_ wire: any OneWireBus) throws(BusError) {
        for device in try wire.search() { print(device.description) }
        print(try wire.isAnyParasitePowered() ? "two wires" : "three wires")
        try wire.select(nil)
        try wire.write([0xBE])
        for byte in try wire.read(count: 9) { print(String(byte)) }
    }

    private static func show(_ output: any DigitalOutput) throws(BusError) {
        try output.set(true)
        print(output.isOn ? "on" : "off")
        try output.close()
    }

    private static func show(_ clock: any SensorClock) {
        clock.sleep(microseconds: 1000)
        print(String(clock.monotonicMicroseconds))
        print(String(clock.monotonicMilliseconds))
    }
}
