// A driver for a sensor that Rue does not have: Texas Instruments' TMP102, a thermometer on I2C
// (SBOS397), and a simulated one to try it on.

import RueSensors
import RueSensorsSimulation

/// A TMP102 that sleeps between its conversions (one-shot mode).
final class TMP102: Sensor {
    let model = "TMP102"
    let quantities = [Quantity.temperature]

    private let bus: any I2CBus
    private let address: UInt8
    private let clock: any SensorClock
    private var deadline: UInt64?

    init(bus: any I2CBus, address: UInt8 = 0x48, clock: any SensorClock) {
        self.bus = bus
        self.address = address
        self.clock = clock
    }

    func start() throws(SensorError) -> UInt64 {
        deadline = nil
        do throws(BusError) {
            // One-shot, shutdown, 12 bits, 4 Hz.
            _ = try bus.transfer(address: address, writing: [0x01, 0xE1, 0x80], reading: 0)
        } catch {
            throw .bus(error)
        }
        deadline = clock.monotonicMicroseconds + 100_000
        return 35_000  // the longest conversion that the datasheet allows
    }

    func collect() throws(SensorError) -> SensorProgress {
        guard let deadline else { throw .notStarted }
        let isDone = try read(0x01)[0] & 0x80 != 0  // OS reads 1 when the conversion is over
        guard isDone else {
            // No poll is without a deadline.
            guard clock.monotonicMicroseconds < deadline else { throw .notReady }
            return .pending(microseconds: 5000)
        }
        self.deadline = nil
        return .readings([try TMP102.reading(try read(0x00))])
    }

    func stop() throws(SensorError) { deadline = nil }

    /// Twelve bits, signed, of 1/16 degree each, aligned to the left.
    static func reading(_ bytes: [UInt8]) throws(SensorError) -> Reading {
        let sixteenths = Int64(Int16(bitPattern: UInt16(bytes[0]) << 8 | UInt16(bytes[1])) >> 4)
        // Division drops what remains, towards zero: a half is rounded away from it on both sides.
        let doubled = sixteenths * 125
        let milli = (doubled + doubled.signum()) / 2
        guard (-40_000...125_000).contains(milli) else {
            throw .outOfRange(quantity: .temperature, milli: milli)
        }
        return Reading(.temperature, milli: milli)
    }

    private func read(_ register: UInt8) throws(SensorError) -> [UInt8] {
        do throws(BusError) {
            return try bus.readRegisters(at: address, from: register, count: 2)
        } catch {
            throw .bus(error)
        }
    }
}

/// The chip: two registers, and a conversion that takes its time.
final class SimulatedTMP102: SimulatedI2CDevice {
    var milliCelsius: Int64
    private let clock: any SensorClock
    private var doneAt: UInt64 = 0

    init(clock: any SensorClock, milliCelsius: Int64) {
        self.clock = clock
        self.milliCelsius = milliCelsius
    }

    func transfer(writing bytes: [UInt8], reading readCount: Int) throws(BusError) -> [UInt8] {
        if bytes.count == 3, bytes[1] & 0x80 != 0 { doneAt = clock.monotonicMicroseconds + 26_000 }
        let isDone = clock.monotonicMicroseconds >= doneAt
        let raw = UInt16(bitPattern: Int16(milliCelsius * 2 / 125) << 4)
        let answer =
            bytes.first == 0 ? [UInt8(raw >> 8), UInt8(raw & 0xFF)] : [isDone ? 0xE1 : 0x61, 0x80]
        return [UInt8](answer.prefix(readCount))
    }
}

do {
    let clock = VirtualClock()
    let bus = SimulatedI2CBus()
    let chip = SimulatedTMP102(clock: clock, milliCelsius: -12_500)
    bus.attach(chip, at: 0x48)
    let sensor = TMP102(bus: bus, clock: clock)
    // The second reading fails on the wire, the third is right again.
    bus.inject(.failure(.noAcknowledge), atTransaction: 3)
    for _ in 0..<3 {
        do throws(SensorError) {
            for reading in try sensor.read(sleepingOn: clock) { print(reading.description) }
        } catch {
            print(error.description)
        }
    }
}
