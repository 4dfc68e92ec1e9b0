public import RueSensors

/// A BME280, or BMP280, at the level of its 256 registers: it loads its calibration after a reset,
/// takes its time to convert, latches the humidity setting only with the next write to 0xF4,
/// ignores the config register outside sleep, filters, and skips what is off (BST-BME280-DS002 §3,
/// §5).
///
/// A test sets the truth through ``environment`` and reads it back through the real driver.
public final class SimulatedBME280: SimulatedI2CDevice {
    /// The air around the chip, asked for when a conversion starts.
    public var environment: () -> Environment
    /// What is broken.
    public var faults = Faults()
    /// What register 0xD0 holds: 0x60 for a BME280, 0x58 for a BMP280, or another chip's number.
    public let identity: UInt8
    /// The factory trimming.
    public let trim: Trim
    /// How many conversions have ended since the chip was made.
    public private(set) var conversionCount = 0

    let clock: any SensorClock
    private var registers = [UInt8](repeating: 0, count: 256)
    private var pointer: UInt8 = 0
    /// The humidity oversampling in force, as opposed to the one written (§5.4.3).
    private var humiditySetting: UInt8 = 0
    private var loadedAt: UInt64?
    private var conversion: Conversion?
    private var hasQueuedConversion = false
    private var filtered: (temperature: Int64, pressure: Int64)?

    /// A conversion under way.
    private struct Conversion {
        let end: UInt64
        let air: Environment
    }

    /// Makes a chip that was just powered.
    ///
    /// - Parameters:
    ///   - clock: the time that conversions take passes on it; a virtual or a real one.
    ///   - identity: 0x60 for a BME280, 0x58 for a BMP280.
    ///   - trim: the factory trimming.
    ///   - environment: the air around the chip.
    public init(
        clock: any SensorClock, identity: UInt8 = 0x60, trim: Trim = .typical,
        environment: @escaping () -> Environment = { Environment() }
    ) {
        self.clock = clock
        self.identity = identity
        self.trim = trim
        self.environment = environment
        powerOn()
    }

    /// Takes the supply away and gives it back: everything but the trimming is forgotten.
    public func brownOut() { powerOn() }

    /// Carries out a transfer: the first byte written is a register; a second is stored there, and
    /// further pairs of register and value may follow (§6.2.1); what is read increments (§6.2.2).
    ///
    /// - Parameters:
    ///   - bytes: what the controller writes.
    ///   - readCount: how many bytes it then reads.
    /// - Returns: `readCount` bytes.
    /// - Throws: nothing; the bus decides who is absent.
    public func transfer(writing bytes: [UInt8], reading readCount: Int) throws(BusError)
        -> [UInt8]
    {
        settle()
        for index in stride(from: 0, to: bytes.count, by: 2) {
            pointer = bytes[index]
            if index + 1 < bytes.count { write(bytes[index + 1], to: pointer) }
        }
        var answer: [UInt8] = []
        answer.reserveCapacity(max(0, readCount))
        for _ in 0..<max(0, readCount) {
            answer.append(registers[Int(pointer)])
            pointer &+= 1
        }
        return answer
    }
}

// MARK: Registers

extension SimulatedBME280 {
    private enum Register {
        static let calibration = 0x88
        static let identity = 0xD0
        static let reset: UInt8 = 0xE0
        static let humidityCalibration = 0xE1
        static let controlHumidity: UInt8 = 0xF2
        static let status = 0xF3
        static let controlMeasurement: UInt8 = 0xF4
        static let config: UInt8 = 0xF5
        static let data = 0xF7
    }

    /// How long the calibration takes to load: longer than the start-up time, so that a driver
    /// which does not look at status bit 0 reads zeros.
    private static let loadMicroseconds: UInt64 = 3000

    private var hasHumidity: Bool { identity == 0x60 }
    private var mode: UInt8 { registers[Int(Register.controlMeasurement)] & 3 }

    private func powerOn() {
        registers = [UInt8](repeating: 0, count: 256)
        registers[Register.identity] = identity
        registers[Register.status] = 1
        storeData(temperature: 0x80000, pressure: 0x80000, humidity: 0x8000)
        humiditySetting = 0
        conversion = nil
        hasQueuedConversion = false
        filtered = nil
        loadedAt = clock.monotonicMicroseconds + SimulatedBME280.loadMicroseconds
    }

    private func write(_ value: UInt8, to register: UInt8) {
        switch register {
        case Register.reset where value == 0xB6:
            powerOn()
        case Register.controlHumidity where hasHumidity:
            registers[Int(register)] = value & 7
        case Register.controlMeasurement:
            registers[Int(register)] = value
            humiditySetting = registers[Int(Register.controlHumidity)]
            changeMode()
        case Register.config where mode == 0:
            registers[Int(register)] = value & 0xFD
        default:
            break
        }
    }

    private func changeMode() {
        switch mode {
        case 0:
            conversion = nil
        case 3:
            startConversion(at: clock.monotonicMicroseconds)
        default:
            // A command during a conversion waits for its end (§3.3.1).
            if conversion != nil { hasQueuedConversion = true; break }
            startConversion(at: clock.monotonicMicroseconds)
        }
        showStatus()
    }

    private func showStatus() {
        let measuring = conversion != nil && mode != 0
        registers[Register.status] = (measuring ? 8 : 0) | (loadedAt == nil ? 0 : 1)
    }

    private func storeData(temperature: Int64, pressure: Int64, humidity: Int64) {
        let values =
            [pressure >> 12, pressure >> 4, pressure << 4] + [
                temperature >> 12, temperature >> 4, temperature << 4,
            ]
        for (index, value) in values.enumerated() {
            registers[Register.data + index] = UInt8(truncatingIfNeeded: value)
        }
        guard hasHumidity else { return }
        registers[Register.data + 6] = UInt8(truncatingIfNeeded: humidity >> 8)
        registers[Register.data + 7] = UInt8(truncatingIfNeeded: humidity)
    }
}

// MARK: Time

extension SimulatedBME280 {
    /// Lets happen what should have happened by now.
    private func settle() {
        let now = clock.monotonicMicroseconds
        if let ready = loadedAt, ready <= now, !faults.neverUpdates { load() }
        while let running = conversion, running.end <= now, !faults.neverReady {
            finish(running)
            if mode == 3 {
                startConversion(at: nextStart(after: running.end, now: now))
            } else if hasQueuedConversion {
                hasQueuedConversion = false
                startConversion(at: running.end)
            } else {
                registers[Int(Register.controlMeasurement)] &= 0xFC
            }
        }
        showStatus()
    }

    /// Loads the trimming from non-volatile memory.
    private func load() {
        loadedAt = nil
        store(trim.mainBytes, at: Register.calibration)
        if hasHumidity { store(trim.humidityBytes, at: Register.humidityCalibration) }
    }

    private func store(_ bytes: [UInt8], at register: Int) {
        for (index, byte) in bytes.enumerated() {
            registers[register + index] = faults.blankMemory ?? byte
        }
    }

    private func startConversion(at start: UInt64) {
        conversion = Conversion(end: start + conversionMicroseconds, air: environment().held)
    }

    /// In normal mode: after the pause, or, when nobody looked for long, only so far back that the
    /// filter has settled.
    private func nextStart(after end: UInt64, now: UInt64) -> UInt64 {
        let pause = standbyMicroseconds
        let cycle = pause + conversionMicroseconds
        let missed = (now - end) / cycle
        return end + pause + (missed > 64 ? (missed - 64) * cycle : 0)
    }

    /// The longest time that the datasheet allows (§9.1).
    private var conversionMicroseconds: UInt64 {
        let control = registers[Int(Register.controlMeasurement)]
        let factors = [control >> 5, control >> 2 & 7, humiditySetting].map(samples)
        return 1250 + 2300 * factors[0] + (factors[1] > 0 ? 2300 * factors[1] + 575 : 0)
            + (factors[2] > 0 ? 2300 * factors[2] + 575 : 0)
    }

    private func samples(_ code: UInt8) -> UInt64 { code == 0 ? 0 : 1 << UInt64(min(code, 5) - 1) }

    private var standbyMicroseconds: UInt64 {
        let last: [UInt64] = hasHumidity ? [10_000, 20_000] : [2_000_000, 4_000_000]
        let times = [500, 62_500, 125_000, 250_000, 500_000, 1_000_000] + last
        return times[Int(registers[Int(Register.config)] >> 5)]
    }
}

// MARK: Conversion

extension SimulatedBME280 {
    private func finish(_ running: Conversion) {
        conversion = nil
        conversionCount += 1
        let control = registers[Int(Register.controlMeasurement)]
        let truth = raw(running.air)
        let resolved = (
            temperature: resolve(truth.temperature, code: control >> 5),
            pressure: resolve(truth.pressure, code: control >> 2 & 7)
        )
        let smooth = filter(resolved)
        storeData(
            temperature: control >> 5 == 0 ? 0x80000 : smooth.temperature,
            pressure: control >> 2 & 7 == 0 ? 0x80000 : smooth.pressure,
            humidity: humiditySetting == 0 ? 0x8000 : truth.humidity)
    }

    private func raw(_ air: Environment) -> (temperature: Int64, pressure: Int64, humidity: Int64) {
        let temperature = trim.rawTemperature(milliCelsius: air.temperatureMilliCelsius)
        let fine = trim.fineTemperatureQ10(raw: temperature)
        let pressure = trim.rawPressure(milliPascal: air.pressureMilliPascal, fineQ10: fine)
        let humidity = trim.rawHumidity(
            milliPercent: air.relativeHumidityMilliPercent, fineQ10: fine)
        return (temperature, pressure, humidity)
    }

    /// Without the filter a value has 16 bits, and one more for each doubling of the samples, left
    /// aligned in 20 (§5.4.7).
    private func resolve(_ value: Int64, code: UInt8) -> Int64 {
        guard filterCoefficient == 1, code > 0 else { return value }
        let missing = Int64(max(0, 5 - Int(code)))
        return (value >> missing) << missing
    }

    private var filterCoefficient: Int64 {
        1 << Int64(min(registers[Int(Register.config)] >> 2 & 7, 4))
    }

    /// The chip's low-pass filter (§3.4.4). It starts from the first value.
    private func filter(_ new: (temperature: Int64, pressure: Int64)) -> (
        temperature: Int64, pressure: Int64
    ) {
        let weight = filterCoefficient
        let old = filtered ?? new
        let smooth = (
            temperature: (old.temperature * (weight - 1) + new.temperature) / weight,
            pressure: (old.pressure * (weight - 1) + new.pressure) / weight
        )
        filtered = smooth
        return smooth
    }
}
