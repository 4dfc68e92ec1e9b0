public import RueSensors

/// A sensor that a driver of the kernel reads: industrial I/O, in sysfs. For those who have loaded the
/// driver by an overlay, `dtoverlay=i2c-sensor,bme280` or `dtoverlay=dht11,gpiopin=4`.
///
/// ```swift
/// let air = KernelIIOSensor(.bme280, clock: clock)
/// for reading in try air.read(sleepingOn: clock) { print(reading.description) }
/// ```
///
/// Temperatures in m°C, humidity in m%RH and pressure in mPa, each as the kernel writes it, rounded to
/// a thousandth. A value outside the chip's range is an error, never handed on: the kernel's drivers
/// check none, and its `dht11` takes the negative temperatures of some clones for −3276 °C.
///
/// - Warning: the kernel's `bmp280` lets the chip convert all the time and warm itself (up to 3.7 °C were
///   reported), and filters; its `dht11` hands on what the sensor measured at the pulse before, however
///   long ago: a value is as old as the interval. `BME280` and `DHT22` of RueSensors do neither.
///
/// Each value is a file, and reading it makes the kernel ask the device: for up to a second with a
/// DHT22. So a helper thread reads the files, one after the other, and no call here blocks. There is
/// at most one such thread for each sensor: while the kernel keeps one that was abandoned,
/// ``start()`` refuses to start another. The folder is looked at anew in each ``start()``.
/// Not thread-safe.
///
/// - Note: Linux `Documentation/ABI/testing/sysfs-bus-iio`: `in_temp_input` counts thousandths of a
///   degree, `in_humidityrelative_input` thousandths of a percent, `in_pressure_input` kilopascals.
public final class KernelIIOSensor: Sensor {
    /// What is behind the kernel's driver.
    public let chip: Chip
    /// The device that is wanted, as `name` in its folder has it (`bme280`, `dht11@4`) or as its folder
    /// is called (`iio:device0`); nil for the only one of its kind.
    public let device: String?
    /// Where the kernel shows its devices.
    public let folder: String

    /// What the helper thread is at: for us, or abandoned.
    private(set) var reading: FileReading?
    private var sample: Sample?
    private var lastAnswer: UInt64?
    private let clock: any SensorClock
    private let deadlineMilliseconds: UInt32

    /// Readings so far, and what they are of.
    private struct Sample {
        let device: IIOFolder.Device
        let deadline: UInt64
        var readings: [Reading] = []
    }

    /// Makes a sensor; nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - chip: what is behind the kernel's driver; of a DHT the kernel does not tell.
    ///   - device: by name or folder; nil for the only one of its kind.
    ///   - clock: what the deadline is measured with.
    ///   - folder: where the kernel shows its devices.
    ///   - deadlineMilliseconds: how long the kernel may take for all values together.
    public init(
        _ chip: Chip, device: String? = nil, clock: any SensorClock,
        folder: String = usualFolder, deadlineMilliseconds: UInt32 = 8000
    ) {
        self.chip = chip
        self.device = device
        self.folder = folder
        self.clock = clock
        self.deadlineMilliseconds = deadlineMilliseconds
    }

    /// The chip's name on its datasheet.
    public var model: String { chip.name }

    /// Temperature, then humidity, then pressure, as far as the chip measures them.
    public var quantities: [Quantity] { chip.quantities }

    /// 3000 for a DHT, whose values the kernel repeats for 2 s after it got them; else 0.
    public var minimumIntervalMilliseconds: UInt32 { chip.isDHT ? 3000 : 0 }

    /// Finds the device and lets a helper thread read its first value.
    ///
    /// - Returns: after how many microseconds it is worth asking.
    /// - Throws: `.bus` with `.noKernelSensor`, `.noSuchKernelSensor` and `.severalKernelSensors`,
    ///   which say what is there, with `.unanswered` while the kernel keeps an earlier thread, and with
    ///   `.os` if there is no thread; `.tooEarly` while the kernel would repeat a DHT's last values.
    public func start() throws(SensorError) -> UInt64 {
        sample = nil
        do throws(BusError) { try dropAbandoned() } catch { throw .bus(error) }
        try refuseRepetition()
        do throws(BusError) {
            let found = try IIOFolder(path: folder).device(named: device, for: chip)
            let next = Sample(
                device: found,
                deadline: clock.monotonicMicroseconds + UInt64(deadlineMilliseconds) * 1000)
            reading = try FileReading(path(of: quantities[0], in: next))
            sample = next
        } catch {
            throw .bus(error)
        }
        return KernelIIOSensor.pollMicroseconds
    }

    /// Takes what the helper thread has read, and lets it read the next value.
    ///
    /// - Returns: the values in the order of ``quantities``, or `.pending`.
    /// - Throws: `.notStarted`; `.notReady` at the deadline; `.noAnswer` for a DHT that the kernel heard
    ///   nothing or too little of; `.outOfRange`; `.unsupported` where the device has no such value;
    ///   `.bus` with `.damagedAnswer`, `.malformed`, what a bus says, or that the device has gone.
    public func collect() throws(SensorError) -> SensorProgress {
        guard let current = sample else { throw .notStarted }
        do throws(SensorError) {
            let progress = try advance(current)
            if case .readings = progress { sample = nil }
            return progress
        } catch {
            sample = nil
            throw error
        }
    }

    /// Gives up the reading under way. Its thread ends when the kernel lets it.
    ///
    /// - Throws: nothing.
    public func stop() throws(SensorError) { sample = nil }

    private static let pollMicroseconds: UInt64 = 20_000
    private static let repetitionMicroseconds: UInt64 = 2_000_000
}

// MARK: One sample

extension KernelIIOSensor {
    private func refuseRepetition() throws(SensorError) {
        guard chip.isDHT, let lastAnswer else { return }
        let passed = clock.monotonicMicroseconds - lastAnswer
        if passed <= Self.repetitionMicroseconds {
            throw .tooEarly(milliseconds: (Self.repetitionMicroseconds - passed) / 1000 + 1)
        }
    }

    private func dropAbandoned() throws(BusError) {
        guard let abandoned = reading else { return }
        guard let outcome = abandoned.outcome() else { throw .unanswered }
        reading = nil
        // Too old to be used, and yet what the kernel would repeat.
        if case .bytes = outcome, chip.isDHT {
            lastAnswer = clock.monotonicMicroseconds
        }
    }

    private func advance(_ current: Sample) throws(SensorError) -> SensorProgress {
        var next = current
        guard let outcome = reading?.outcome() else {
            if clock.monotonicMicroseconds >= current.deadline { throw .notReady }
            return .pending(microseconds: KernelIIOSensor.pollMicroseconds)
        }
        reading = nil
        next.readings.append(try value(outcome, in: current))
        if next.readings.count == quantities.count { return .readings(next.readings) }
        do throws(BusError) {
            reading = try FileReading(path(of: quantities[next.readings.count], in: next))
        } catch {
            throw .bus(error)
        }
        sample = next
        return .pending(microseconds: KernelIIOSensor.pollMicroseconds)
    }

    private func value(
        _ outcome: FileReading.Outcome, in current: Sample
    ) throws(SensorError) -> Reading {
        let quantity = quantities[current.readings.count]
        switch outcome {
        case .failed(let errno):
            throw failure(errno, of: quantity, in: current)
        case .bytes(let text):
            lastAnswer = clock.monotonicMicroseconds
            guard let milli = IIOText.value(text, shift: Self.shift(quantity)) else {
                let line = text.prefix { $0 != UInt8(ascii: "\n") }
                throw .bus(
                    .malformed(path: path(of: quantity, in: current), text: Excerpt.of(line)))
            }
            guard chip.range(of: quantity).contains(milli) else {
                throw .outOfRange(quantity: quantity, milli: milli)
            }
            return Reading(quantity, milli: milli)
        }
    }

    private func failure(
        _ errno: Int32, of quantity: Quantity, in current: Sample
    ) -> SensorError {
        switch errno {
        case KernelErrno.noEntry, KernelErrno.noDevice:
            do throws(BusError) {
                // Gone since it was begun: says what is there instead.
                let found = try IIOFolder(path: folder).device(named: device, for: chip)
                let isThere = errno == KernelErrno.noEntry && found == current.device
                return isThere
                    ? .unsupported(quantity.name + " (the kernel's " + found.description + ")")
                    : .bus(.noAcknowledge)
            } catch {
                return .bus(error)
            }
        case KernelErrno.timedOut: return chip.isDHT ? .noAnswer : .bus(.timedOut)
        case KernelErrno.inputOutput: return .bus(.damagedAnswer)
        default: return .bus(BusError(errno: errno))
        }
    }

    private func path(of quantity: Quantity, in sample: Sample) -> String {
        let channel =
            switch quantity {
            case .temperature: "in_temp_input"
            case .relativeHumidity: "in_humidityrelative_input"
            case .pressure: "in_pressure_input"
            }
        return folder + "/" + sample.device.entry + "/" + channel
    }

    /// From the kernel's unit to thousandths of ours, as a power of ten: only pressure differs, in
    /// kilopascals.
    private static func shift(_ quantity: Quantity) -> Int { quantity == .pressure ? 6 : 0 }

}
