public import RueSensors

/// A DS18B20 at the level of its memory: it takes the time of its resolution to convert, holds
/// 85 °C until the first conversion ends, keeps thresholds and resolution in an EEPROM, and sends
/// what it holds with the checksum of 1-Wire (Maxim 19-7487).
///
/// A test sets the truth through ``environment`` and reads it back through the real driver. The chip is
/// a probe by itself, where the wire does not matter; on a ``SimulatedOneWireBus`` it answers bit by
/// bit.
public final class SimulatedDS18B20: OneWireProbe {
    /// The air around the chip, asked for when a conversion starts.
    public var environment: () -> Environment
    /// What is broken.
    public var faults = Faults()
    /// Who made it.
    public let profile: Profile
    /// How many conversions have ended since the chip was made.
    public private(set) var conversionCount = 0
    /// How many times the EEPROM was written.
    public private(set) var copyCount = 0
    /// How many writes the EEPROM bears: what is written later is not kept.
    public var endurance = 50_000
    /// Whether its supply pin is tied to ground: it lives off the data line, and a conversion or a
    /// copy without a strong pull-up resets it.
    public var isParasitePowered = false
    /// Whether it answers 0 while it converts, as all genuine ones do.
    public var showsBusy = true

    /// The chip's code.
    public let code: OneWireROM
    private let clock: any SensorClock
    /// The first eight bytes of the scratchpad; the ninth is their checksum.
    var memory: [UInt8] = []
    var talk = Talk.level(true)
    /// Whether the line is powered strongly.
    var isFed = false
    /// Thresholds and configuration, as they come back after a loss of power.
    private var retained: [UInt8] = [0x4B, 0x46, Resolution.bits12.configurationRegister]
    private var conversion: (end: UInt64, air: Environment)?
    /// A write to the EEPROM under way, and what was there before.
    private var copy: (end: UInt64, before: [UInt8])?
    /// When the probe looks for the result, which it does even if the chip no longer works on it.
    private var due: UInt64?

    private typealias Resolution = DS18B20.Resolution

    /// Makes a chip that was just powered.
    ///
    /// - Parameters:
    ///   - clock: the time that conversions take passes on it; a virtual or a real one.
    ///   - rom: its code; ``rom(seed:profile:)`` makes more of them.
    ///   - profile: who made it.
    ///   - environment: the air around the chip.
    public init(
        clock: any SensorClock, rom: OneWireROM = SimulatedDS18B20.rom(seed: 1),
        profile: Profile = .genuine, environment: @escaping () -> Environment = { Environment() }
    ) {
        self.clock = clock
        self.code = rom
        self.profile = profile
        self.environment = environment
        brownOut()
    }

    /// Takes the supply away and gives it back: all but the code and the EEPROM is forgotten.
    public func brownOut() {
        if let cut = copy, cut.end > clock.monotonicMicroseconds { retained = cut.before }
        copy = nil
        conversion = nil
        talk = .level(true)
        memory = [0x50, 0x05] + retained + [0xFF, 0x0C, 0x10]
    }

    /// What the chip may differ in from the datasheet.
    public enum Profile: Equatable, Sendable {
        /// As the datasheet says.
        case genuine
        /// A copy: its serial number uses all 48 bits, and byte 6 stays as it is after power-on.
        case clone
    }

    /// A code that depends on a seed, of the kind that the profile has.
    ///
    /// - Parameters:
    ///   - seed: any number.
    ///   - profile: who made the chip.
    /// - Returns: a code of family 0x28.
    public static func rom(seed: UInt64, profile: Profile = .genuine) -> OneWireROM {
        let bits = SplitMix64.value(seed: seed, index: 1)
        switch profile {
        case .genuine: return OneWireROM(family: DS18B20.family, serial: bits & 0xFFFF_FFFF)
        case .clone: return OneWireROM(family: DS18B20.family, serial: bits | 1 << 47)
        }
    }
}

// MARK: The probe

extension SimulatedDS18B20 {
    /// The chip's code, which is known from the start.
    public var rom: OneWireROM? { code }

    /// Starts a conversion.
    ///
    /// - Parameter wanted: what the chip is told to have, before; nil for what it has.
    /// - Returns: the conversion time of the chip's resolution, in µs.
    /// - Throws: `.noPresence` while the chip is silent.
    public func begin(resolution wanted: DS18B20.Resolution?) throws(BusError) -> UInt64 {
        due = nil
        try checkPresence()
        if let wanted { setRegister(wanted.configurationRegister) }
        convert()
        let wait = resolution.conversionMicroseconds
        due = clock.monotonicMicroseconds + wait
        return wait
    }

    /// Takes the scratchpad when the conversion time has passed.
    ///
    /// - Returns: 9 bytes as the wire delivers them, or nil before.
    /// - Throws: `.noPresence` while the chip is silent; `.unsupported` if nothing was begun.
    public func finish() throws(BusError) -> [UInt8]? {
        guard let due else { throw .unsupported }
        if faults.neverEnds || clock.monotonicMicroseconds < due { return nil }
        self.due = nil
        try checkPresence()
        return faults.applied(to: readScratchpad())
    }

    /// Forgets the conversion; the chip itself goes on with it.
    public func abandon() { due = nil }

    private func checkPresence() throws(BusError) {
        if faults.isSilent { throw .noPresence }
    }
}

// MARK: Function commands

extension SimulatedDS18B20 {
    /// Command 0x44: converts what the environment is now; ends later, by the clock.
    public func convert() {
        settle()
        let end = clock.monotonicMicroseconds + resolution.conversionMicroseconds
        conversion = (end, environment().held)
        if faults.losesPower { brownOut() }
    }

    /// Command 0xBE.
    ///
    /// - Returns: 8 bytes and their checksum; during a conversion those of before.
    public func readScratchpad() -> [UInt8] {
        settle()
        return memory + [OneWireCRC.of(memory)]
    }

    /// Command 0x4E. Only the resolution's two bits of the register can be changed.
    ///
    /// - Parameters:
    ///   - alarmHigh: the upper threshold.
    ///   - alarmLow: the lower threshold.
    ///   - configurationRegister: as in the datasheet's table 2.
    public func writeScratchpad(alarmHigh: UInt8, alarmLow: UInt8, configurationRegister: UInt8) {
        settle()
        memory[2] = alarmHigh
        memory[3] = alarmLow
        setRegister(configurationRegister)
    }

    func setRegister(_ byte: UInt8) {
        if !faults.refusesResolution { memory[4] = byte & 0x60 | 0x1F }
    }

    /// Command 0x48: keeps thresholds and configuration over a loss of power, if it has power for
    /// the 10 ms that this takes, and writes left.
    public func copyScratchpad() {
        settle()
        copy = (clock.monotonicMicroseconds + 10_000, retained)
        copyCount += 1
        if faults.refusesCopy || copyCount > endurance { return }
        retained = [UInt8](memory[2...4])
    }

    /// Command 0xB8: takes thresholds and configuration back from the EEPROM.
    public func recall() { memory.replaceSubrange(2...4, with: retained) }

    private var resolution: Resolution { Resolution(configurationRegister: memory[4]) }

    /// Whether a conversion or a copy is under way.
    var isBusy: Bool { conversion != nil || copy != nil }

    /// Ends what has ended, and what lacks power.
    func settle() {
        let now = clock.monotonicMicroseconds
        // What was begun goes on until its end only on a powered line.
        if isBusy, isParasitePowered, !isFed { return brownOut() }
        if let written = copy, written.end <= now { copy = nil }
        guard let ended = conversion, ended.end <= now, !faults.neverEnds else { return }
        conversion = nil
        conversionCount += 1
        let raw = SimulatedDS18B20.register(
            milliCelsius: ended.air.temperatureMilliCelsius, resolution: resolution)
        memory[0] = UInt8(truncatingIfNeeded: raw)
        memory[1] = UInt8(truncatingIfNeeded: raw >> 8)
        if profile == .genuine { memory[6] = 0x10 - UInt8(truncatingIfNeeded: raw & 0x0F) }
    }

    /// The temperature register: the nearest step, the undefined bits all set, held to what 12
    /// bits can say.
    static func register(milliCelsius: Int64, resolution: DS18B20.Resolution) -> Int64 {
        let step: Int64 = 8 >> Int64(resolution.rawValue)
        let divisor = 125 * step
        let doubled = milliCelsius * 4 + (milliCelsius < 0 ? -divisor : divisor)
        let raw = doubled / (2 * divisor) * step
        return min(max(raw, -1024), 2047) | (step - 1)
    }
}
