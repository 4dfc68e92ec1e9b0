import RueSensors
import RueSensorsSimulation

/// Lets the fuzzer be a chip: the input is its calibration, its data and how it is configured.
enum FuzzBME280: FuzzTarget {
    static func check(_ input: [UInt8]) {
        let chip = FuzzedChip(input)
        let clock = VirtualClock()
        let sensor = BME280(
            bus: chip, address: 0x76, clock: clock, configuration: chip.configuration)
        for _ in 0..<2 {
            do throws(SensorError) {
                check(try sensor.read(sleepingOn: clock), of: sensor)
            } catch {
                require(!error.description.isEmpty, "an error says what is wrong")
            }
        }
        require(
            clock.monotonicMicroseconds < 2_000_000,
            "two tries are bounded: no input can hold the driver up")
    }

    /// Whatever a chip says, a reading lies within what the chip can measure.
    private static func check(_ readings: [Reading], of sensor: BME280) {
        require(readings.map { $0.quantity } == sensor.quantities, "every quantity, in order")
        for reading in readings {
            let range: ClosedRange<Int64> =
                switch reading.quantity {
                case .temperature: -40_000...85_000
                case .relativeHumidity: 0...100_000
                case .pressure: 30_000_000...110_000_000
                }
            require(range.contains(Int64(reading.milli)), "a reading is one the chip can measure")
        }
    }
}
