/// Bosch's BME280 (temperature, humidity, pressure) and BMP280 (temperature, pressure) on I²C.
///
/// Nothing is sent before the first ``start()``, which identifies the chip, resets it and reads
/// its calibration; that blocks for 2 ms, 12 ms at the most, besides the transfers. A later start
/// takes three short transfers, a collection two. After any error the next start sets the chip up
/// anew, so a chip that was unplugged, or browned out, comes back by itself.
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
    ///   `.unstableCalibration` from setting up; `.unsupported` for a standby time that this chip
    ///   does not have.
    public func start() throws(SensorError) -> UInt64 {
        deadline = nil
        do throws(SensorError) {
            let due = try startConversion()
            // A conversion that an earlier start left running delays this one by its own length.
            deadline = clock.monotonicMicroseconds + 2 * due + 20_000
            return due
        } catch {
            device = nil
            throw error
        }
    }

    /// Collects the conversion: the values of one burst, or none.
    ///
    /// - Returns: the values in the order of ``quantities``, or `.pending`.
    /// - Throws: `.notStarted`; `.bus`; `.notReady` when twice the longest conversion time and 20
    ///   ms have passed; `.configurationLost` when the chip was reset meanwhile; `.outOfRange`.
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

    /// Puts the chip to sleep, where it draws 0.1 µA and forgets its calibration from here.
    ///
    /// - Throws: `.bus`.
    public func stop() throws(SensorError) {
        guard device != nil else { return }
        device = nil
        deadline = nil
        try write(Register.controlMeasurement, Bits.sleepMode)
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
        // Humidity oversampling takes effect with the write that follows it (§5.4.3).
        if ready.chip.hasHumidity {
            try write(Register.controlHumidity, ready.settings.controlHumidity)
        }
        try write(Register.controlMeasurement, ready.settings.controlMeasurement)
        device?.isConverting = true
        return configuration.measurementMicroseconds(on: ready.chip)
    }

    private func collect(from device: Device) throws(SensorError) -> SensorProgress {
        if !device.settings.isNormalMode {
            let status = try read(Register.status, count: 1)[0]
            if status & Bits.measuring != 0 { return .pending(microseconds: Timing.poll) }
        }
        let count = device.chip.hasHumidity ? 8 : 6
        let sample = Sample(try read(Register.data, count: count))
        if sample.hasAbsentValue(device.settings) {
            guard try isIntact(device) else { throw .configurationLost }
            // In normal mode the first conversion may still be running.
            if sample.isAbsent(device.settings) { return .pending(microseconds: Timing.poll) }
        }
        return .readings(
            try BME280.readings(
                from: sample, calibration: device.calibration, settings: device.settings))
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
