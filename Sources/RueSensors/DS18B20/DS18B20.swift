/// Maxim's (now Analog Devices') DS18B20: a temperature probe on a 1-Wire bus.
///
/// ```swift
/// let sensor = DS18B20(probe: KernelOneWireProbe(), clock: clock)
/// for reading in try sensor.read(sleepingOn: clock) { print(reading.description) }
/// ```
///
/// Temperatures lie in −55 000…125 000 m°C, in steps of 62.5 at the chip's full resolution, each
/// rounded to a thousandth away from zero. What is no temperature is an error: an absent sensor, a
/// shorted bus, a wrong checksum, and the 85 °C of a chip that has not converted.
///
/// No call waits for a conversion, and through the kernel none blocks at all; behind a bridge one
/// blocks for its bytes, as ``OneWireBusProbe`` says. The chip's settings (resolution, alarm
/// thresholds) are used as they are, unless ``Configuration/resolution`` asks for another resolution.
/// After any error the next ``start()`` begins anew, so a sensor that was unplugged comes back by
/// itself.
///
/// A reading from what looks like a clone has the flag `.suspect`; see ``looksGenuine(_:)``.
///
/// - Note: Maxim DS18B20 19-7487.
public final class DS18B20: Sensor {
    /// How the driver waits for the chip.
    public let configuration: Configuration
    /// What the last good reading was decoded from; nil before, and after an error.
    public private(set) var scratchpad: Scratchpad?

    private let probe: any OneWireProbe
    private let clock: any SensorClock
    private var deadline: UInt64?

    /// Makes a driver; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - probe: the way to the chip, for this driver alone.
    ///   - clock: what deadlines are measured with.
    ///   - configuration: how to wait for the chip.
    public init(
        probe: any OneWireProbe, clock: any SensorClock,
        configuration: Configuration = Configuration()
    ) {
        self.probe = probe
        self.clock = clock
        self.configuration = configuration
    }

    /// `DS18B20`.
    public var model: String { "DS18B20" }

    /// The temperature.
    public var quantities: [Quantity] { [.temperature] }

    /// The chip's code; nil while it is not known.
    public var rom: OneWireROM? { probe.rom }

    /// Starts a conversion. Blocks as the probe's ``OneWireProbe/begin()``.
    ///
    /// - Returns: after how many microseconds the value is due, 750 000 and what the transfers take
    ///   at 12 bits.
    /// - Throws: `.bus`; `.unexpectedChip` if the probe's code is of another family.
    public func start() throws(SensorError) -> UInt64 {
        deadline = nil
        scratchpad = nil
        let due: UInt64
        do throws(BusError) {
            due = try probe.begin(resolution: configuration.resolution)
        } catch {
            throw .bus(error)
        }
        // Only now: a probe may not know its device before. Another family's bytes mean another
        // temperature.
        if let rom = probe.rom, rom.family != DS18B20.family {
            probe.abandon()
            throw .unexpectedChip(expected: "a DS18B20 (28-...)", found: DS18B20.name(of: rom))
        }
        deadline = clock.monotonicMicroseconds + UInt64(configuration.deadlineMilliseconds) * 1000
        return due
    }

    /// Collects the conversion. Blocks as the probe's ``OneWireProbe/finish()``.
    ///
    /// - Returns: the temperature, or `.pending`.
    /// - Throws: `.notStarted`; `.notReady` at the deadline; `.bus`; `.noAnswer`, `.shortedBus`,
    ///   `.checksumMismatch`, `.powerOnValue` and `.outOfRange` for what is no temperature;
    ///   `.settingsRefused` if the chip has another resolution than it was told.
    public func collect() throws(SensorError) -> SensorProgress {
        guard let deadline else { throw .notStarted }
        let bytes: [UInt8]?
        do throws(BusError) {
            bytes = try probe.finish()
        } catch {
            self.deadline = nil
            throw .bus(error)
        }
        if let bytes {
            self.deadline = nil
            return .readings([try reading(from: bytes)])
        }
        if clock.monotonicMicroseconds >= deadline {
            self.deadline = nil
            probe.abandon()
            throw .notReady
        }
        return .pending(microseconds: DS18B20.pollMicroseconds)
    }

    /// Gives up a conversion under way; the chip rests by itself.
    ///
    /// - Throws: nothing.
    public func stop() throws(SensorError) {
        deadline = nil
        probe.abandon()
    }

    private func reading(from bytes: [UInt8]) throws(SensorError) -> Reading {
        let decoded = try Scratchpad(bytes)
        if let wanted = configuration.resolution, decoded.resolution != wanted {
            throw .settingsRefused
        }
        scratchpad = decoded
        let isSuspect = decoded.isSuspect || probe.rom.map { !DS18B20.looksGenuine($0) } ?? false
        return Reading(
            .temperature, milli: decoded.milliCelsius, flags: isSuspect ? .suspect : [])
    }

    private static let pollMicroseconds: UInt64 = 20_000
}

// MARK: Families

extension DS18B20 {
    /// The family code of the DS18B20 (19-7487, "64-Bit Lasered ROM Code").
    public static let family: UInt8 = 0x28

    /// Whether a code looks like one of the maker's: the two highest bytes of the serial number
    /// have been 0 in every genuine DS18B20 so far (`28-0000…` as the kernel writes it). Clones
    /// mostly work, but may be less exact than the datasheet promises.
    ///
    /// - Parameter rom: the chip's code.
    /// - Returns: false if a clone is suspected. It is no proof.
    public static func looksGenuine(_ rom: OneWireROM) -> Bool {
        rom.family == family && rom.serial >> 32 == 0
    }

    /// The other thermometers that the kernel's w1_therm knows, by name.
    private static func name(of rom: OneWireROM) -> String {
        let name =
            switch rom.family {
            case 0x10: "a DS18S20"
            case 0x22: "a DS1822"
            case 0x3B: "a DS1825"
            case 0x42: "a DS28EA00"
            default: "a device of another family"
            }
        return name + " (" + rom.description + ")"
    }
}
