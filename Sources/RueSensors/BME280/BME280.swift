/// Bosch's BME280 (temperature, humidity, pressure) and BMP280 (temperature, pressure) on I²C.
///
/// Nothing is sent before the first ``start()``, which identifies the chip, resets it and reads
/// its calibration; that blocks for 2 ms, 12 ms at the most, besides the transfers. A later start
/// takes four short transfers, a collection three. After any error the next start sets the chip up
/// anew, so a chip that was unplugged, or browned out, comes back by itself.
///
/// I²C has no checksum. So what is written is read back, and what is measured is read twice: a bit
/// that flips in any one transfer is an error, never a value.
///
/// ```swift
/// let sensor = BME280(bus: try LinuxI2CBus(number: 1), address: 0x76, clock: clock)
/// for reading in try sensor.read(sleepingOn: clock) { print(reading.description) }
/// ```
///
/// Temperatures have a resolution of 10 m°C and lie in −40 000…85 000; pressures in
/// 30 000 000…110 000 000 mPa; what lies outside is an error. Humidity is held to 0…100 000 m%RH,
/// as the datasheet does.
///
/// - Note: Bosch BST-BME280-DS002 and BST-BMP280-DS001. Section numbers are those of DS002.
public final class BME280: Sensor {
    /// The chip's 7-bit address.
    public let address: UInt8
    /// How it measures.
    public let configuration: Configuration
    /// What was found at the address; nil until a ``start()`` has succeeded, and after an error.
    public var chip: Chip? { device?.chip }

    private let bus: any I2CBus
    private let clock: any SensorClock
    private var device: Device?
    private var deadline: UInt64?
    /// When the conversion has ended, by the datasheet.
    private var due: UInt64 = 0
    /// Whether a command that keeps the chip converting may have reached it.
    private var mayConvert = false

    /// Makes a driver, without any transfer.
    ///
    /// - Parameters:
    ///   - bus: the bus, which other drivers may share.
    ///   - address: 0x76 (SDO to ground) or 0x77.
    ///   - clock: for deadlines and the waits of the initialisation.
    ///   - configuration: how to measure.
    public init(
        bus: any I2CBus, address: UInt8, clock: any SensorClock,
        configuration: Configuration = Configuration()
    ) {
        self.bus = bus
        self.address = address
        self.clock = clock
        self.configuration = configuration
    }

    /// `BME280`, or `BMP280` once one was found.
    public var model: String { chip?.description ?? "BME280" }

    /// Temperature, then humidity, then pressure, as far as they are on. Before the first
    /// ``start()`` the chip is taken for a BME280.
    public var quantities: [Quantity] {
        var quantities = [Quantity.temperature]
        if configuration.humidity != nil, chip?.hasHumidity ?? true {
            quantities.append(.relativeHumidity)
        }
        if configuration.pressure != nil { quantities.append(.pressure) }
        return quantities
    }

    /// Starts a conversion in forced mode; in normal mode, makes sure that the chip is converting.
    ///
    /// - Returns: microseconds until the values are due (§9.1); 0 in normal mode from the second
    ///   time on.
    /// - Throws: `.bus`; `.unexpectedChip`, `.notReady`, `.invalidCalibration` and
    ///   `.unstableCalibration` from setting up; `.unstableData` when the chip holds something else
    ///   than was written; `.unsupported` for a standby time that this chip does not have.
    public func start() throws(SensorError) -> UInt64 {
        deadline = nil
        do throws(SensorError) {
            let due = try startConversion()
            // A conversion that an earlier start left running delays this one by its own length.
            let now = clock.monotonicMicroseconds
            self.due = now + due
            deadline = now + 2 * due + 20_000
            return due
        } catch {
            device = nil
            throw error
        }
    }

    /// Collects the conversion: the values of one burst, which was read twice, or none.
    ///
    /// - Returns: the values in the order of ``quantities``, or `.pending`.
    /// - Throws: `.notStarted`; `.bus`; `.notReady` when twice the longest conversion time and 20
    ///   ms have passed; `.configurationLost` when the chip was reset meanwhile; `.unstableData`
    ///   when the two bursts differ; `.outOfRange`.
    public func collect() throws(SensorError) -> SensorProgress {
        guard let device, let deadline else { throw .notStarted }
        do throws(SensorError) {
            let progress = try collect(from: device)
            if case .readings = progress {
                self.deadline = nil
            } else if clock.monotonicMicroseconds >= deadline {
                throw SensorError.notReady
            }
            return progress
        } catch {
            self.device = nil
            self.deadline = nil
            throw error
        }
    }

    /// Puts the chip to sleep, where it draws 0.1 µA, also after an error: then it may still be
    /// converting all the time, and warm itself. The next ``start()`` sets it up anew.
    ///
    /// - Throws: `.bus`; then the next ``stop()`` tries again.
    public func stop() throws(SensorError) {
        guard device != nil || mayConvert else { return }
        device = nil
        deadline = nil
        try write(Register.controlMeasurement, Bits.sleepMode)
        mayConvert = false
    }
}

// MARK: Converting

extension BME280 {
    private func startConversion() throws(SensorError) -> UInt64 {
        if let current = device, current.isConverting, try isIntact(current) {
            if current.settings.isNormalMode { return 0 }
        } else {
            device = nil
            device = try setUp()
        }
        guard let ready = device else { throw .notReady }
        try command(ready)
        device?.isConverting = true
        return configuration.measurementMicroseconds(on: ready.chip)
    }

    /// Lets the chip convert, and looks whether it does.
    private func command(_ device: Device) throws(SensorError) {
        for _ in 0..<BME280.commandTries {
            // Whatever arrives of the command, and in whichever mode.
            mayConvert = true
            // Humidity oversampling takes effect with the write that follows it (§5.4.3).
            if device.chip.hasHumidity {
                try write(Register.controlHumidity, device.settings.controlHumidity)
            }
            try write(Register.controlMeasurement, device.settings.controlMeasurement)
            let controls = try read(Register.controlHumidity, count: 4)
            guard device.settings.match(controls, on: device.chip) else { throw .unstableData }
            mayConvert = device.settings.isNormalMode
            if controls[2] & Bits.modeMask != Bits.sleepMode { return }
            // Either the mode did not arrive, or this thread was held up for so long that the
            // conversion has ended: which of them cannot be told, but done again.
        }
        throw .notReady
    }

    private static let commandTries = 3

    private func collect(from device: Device) throws(SensorError) -> SensorProgress {
        if !device.settings.isNormalMode, try isConverting(device) {
            return .pending(microseconds: Timing.poll)
        }
        let sample = try sample(of: device)
        if sample.hasAbsentValue(device.settings) {
            guard try isIntact(device) else { throw .configurationLost }
            // In normal mode the first conversion may still be running.
            if sample.isAbsent(device.settings) { return .pending(microseconds: Timing.poll) }
        }
        return .readings(
            try BME280.readings(
                from: sample, calibration: device.calibration, settings: device.settings))
    }

    /// Whether the conversion still runs. Of a chip that is not done when the datasheet says so its
    /// status is believed; before, it has to be back in sleep mode as well, for a bit that flips
    /// would pass off the values before as new ones.
    private func isConverting(_ device: Device) throws(SensorError) -> Bool {
        let controls = try read(Register.controlHumidity, count: 4)
        guard device.settings.match(controls, on: device.chip) else { throw .configurationLost }
        if controls[1] & Bits.measuring != 0 { return true }
        return controls[2] & Bits.modeMask != Bits.sleepMode && clock.monotonicMicroseconds < due
    }

    /// The values, read twice. They do not change until the next conversion ends; in normal mode one
    /// may end between the two.
    private func sample(of device: Device) throws(SensorError) -> Sample {
        let count = device.chip.hasHumidity ? 8 : 6
        var bytes = try read(Register.data, count: count)
        for _ in 0..<(device.settings.isNormalMode ? 3 : 1) {
            let again = try read(Register.data, count: count)
            if again == bytes { return Sample(bytes) }
            bytes = again
        }
        throw .unstableData
    }

    /// Whether the chip still holds what was written to it: one transfer finds out that it lost
    /// its power, or is another one.
    private func isIntact(_ device: Device) throws(SensorError) -> Bool {
        device.settings.match(try read(Register.controlHumidity, count: 4), on: device.chip)
    }
}

// MARK: Setting up

extension BME280 {
    /// What is known of the chip after it was set up.
    private struct Device {
        let chip: Chip
        let calibration: Calibration
        let settings: Settings
        var isConverting = false
    }

    private func setUp() throws(SensorError) -> Device {
        let chip = try BME280.identify(bus: bus, address: address)
        let settings = try Settings(configuration, on: chip)
        try reset()
        let calibration = try readCalibration(of: chip)
        // The reset left the chip asleep, the only mode in which config is sure to be taken.
        try write(Register.config, settings.config)
        return Device(chip: chip, calibration: calibration, settings: settings)
    }

    private func reset() throws(SensorError) {
        try write(Register.reset, Bits.resetCommand)
        for attempt in 0..<Timing.imageUpdateTries {
            clock.sleep(microseconds: attempt == 0 ? Timing.startUp : Timing.poll)
            let status = try read(Register.status, count: 1)[0]
            if status & Bits.imageUpdate == 0 { return }
        }
        throw .notReady
    }

    /// Reads the calibration twice: a bit that flips here would falsify every later reading.
    private func readCalibration(of chip: Chip) throws(SensorError) -> Calibration {
        let first = try readCalibrationOnce(of: chip)
        guard try readCalibrationOnce(of: chip) == first else { throw .unstableCalibration }
        return first
    }

    private func readCalibrationOnce(of chip: Chip) throws(SensorError) -> Calibration {
        let main = try read(Register.calibration, count: Register.calibrationCount)
        guard chip.hasHumidity else { return try Calibration(main, humidity: nil) }
        let humidity = try read(
            Register.humidityCalibration, count: Register.humidityCalibrationCount)
        return try Calibration(main, humidity: humidity)
    }

    private func read(_ register: UInt8, count: Int) throws(SensorError) -> [UInt8] {
        do throws(BusError) {
            return try bus.readRegisters(at: address, from: register, count: count)
        } catch {
            throw .bus(error)
        }
    }

    private func write(_ register: UInt8, _ value: UInt8) throws(SensorError) {
        do throws(BusError) {
            try bus.writeRegister(at: address, register, value)
        } catch {
            throw .bus(error)
        }
    }
}
