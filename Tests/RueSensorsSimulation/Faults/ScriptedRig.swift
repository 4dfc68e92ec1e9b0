import RueSensors
import RueSensorsSimulation

/// A driver on what a script makes suffer.
final class ScriptedRig {
    let clock = VirtualClock()
    var truth = Environment()
    let power: SimulatedOutput?
    private(set) var sensor: any Sensor

    init(
        _ target: SimulatedFault.Target, _ faults: [ScriptedFault], seed: UInt64 = 1,
        hasPowerLine: Bool = false
    ) {
        let script = FaultScript(faults, seed: seed, clock: clock)
        power = hasPowerLine ? SimulatedOutput() : nil
        sensor = ScriptedSensor(
            BME280(bus: SimulatedI2CBus(), address: 0x76, clock: clock), script)
        let truth = { [unowned self] in self.truth }
        switch target {
        case .bosch280:
            let bus = ScriptedI2CBus(
                SimulatedBME280(clock: clock, environment: truth), at: 0x76, script)
            sensor = ScriptedSensor(BME280(bus: bus, address: 0x76, clock: clock), script)
        case .dht:
            let device = SimulatedDHT22(clock: clock, environment: truth)
            if let power { device.supply(through: power) }
            sensor = DHT22(line: ScriptedPulseLine(device, script), clock: clock, power: power)
        case .ds18b20:
            let chip = SimulatedDS18B20(clock: clock, environment: truth)
            let probe = ScriptedOneWireProbe(chip, clock: clock, script)
            sensor = ScriptedSensor(DS18B20(probe: probe, clock: clock), script)
        case .bridgedDS18B20:
            sensor = bridged(script, truth)
        }
    }

    private func bridged(
        _ script: FaultScript, _ truth: @escaping () -> Environment
    ) -> any Sensor {
        let chip = SimulatedDS18B20(clock: clock, environment: truth)
        let line = SimulatedOneWireBus(clock: clock)
        line.attach(chip)
        let bus = ScriptedI2CBus(SimulatedDS2482(clock: clock, line: line), at: 0x18, script)
        let conversion = SharedConversion(bus: DS2482(bus: bus, clock: clock), clock: clock)
        let probe = ScriptedOneWireProbe(
            chip, through: OneWireBusProbe(conversion), on: line, clock: clock, script)
        return ScriptedSensor(DS18B20(probe: probe, clock: clock), script)
    }

    /// Reads once, three seconds after whatever was before, or says why not.
    func read() -> Result<[Reading], SensorError> {
        clock.advance(milliseconds: 3000)
        do throws(SensorError) {
            return .success(try sensor.read(sleepingOn: clock))
        } catch {
            return .failure(error)
        }
    }

    /// Whether readings say the truth, to the chip's last digit.
    func isTrue(_ readings: [Reading]) -> Bool {
        readings.allSatisfy { reading in
            switch reading.quantity {
            case .temperature: abs(reading.milli - truth.temperatureMilliCelsius) <= 50
            case .relativeHumidity: abs(reading.milli - truth.relativeHumidityMilliPercent) <= 60
            case .pressure: abs(reading.milli - truth.pressureMilliPascal) <= 6000
            }
        }
    }
}
