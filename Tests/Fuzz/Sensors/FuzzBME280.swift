import RueSensors
import RueSensorsSimulation

/// Lets the fuzzer be a chip: the input is its calibration, its data and how it is configured.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let chip = FuzzedChip([UInt8](UnsafeBufferPointer(start: data, count: size)))
    let clock = VirtualClock()
    let sensor = BME280(bus: chip, address: 0x76, clock: clock, configuration: chip.configuration)
    for _ in 0..<2 {
        do throws(SensorError) {
            check(try sensor.read(sleepingOn: clock), of: sensor)
        } catch {
            precondition(!error.description.isEmpty)
        }
    }
    // Two tries, each bounded: no input can hold the driver up.
    precondition(clock.monotonicMicroseconds < 2_000_000)
    return 0
}

/// Whatever a chip says, a reading lies within what the chip can measure.
private func check(_ readings: [Reading], of sensor: BME280) {
    precondition(readings.map { $0.quantity } == sensor.quantities)
    for reading in readings {
        switch reading.quantity {
        case .temperature: precondition((-40_000...85_000).contains(reading.milli))
        case .relativeHumidity: precondition((0...100_000).contains(reading.milli))
        case .pressure: precondition((30_000_000...110_000_000).contains(reading.milli))
        }
    }
}
