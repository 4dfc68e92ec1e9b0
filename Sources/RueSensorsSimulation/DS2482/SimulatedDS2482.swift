public import RueSensors

/// A DS2482-100 at the level of its registers: busy for as long as its line takes, with the status,
/// the read pointer and the nibbles of the datasheet (19-4930), and a ``SimulatedOneWireBus`` behind
/// it.
public final class SimulatedDS2482: SimulatedI2CDevice {
    /// The 1-Wire bus behind the bridge.
    public let line: SimulatedOneWireBus
    /// Whether the line stays busy for ever from the next command on, until a reset of the bridge.
    public var isNeverReady = false
    /// How many 1-Wire resets there were while the configuration was not written.
    public private(set) var unconfiguredResetCount = 0

    private enum Register { case status, data, configuration }

    private let clock: any SensorClock
    private var pointer = Register.status
    private var flags = Bit.wasReset
    private var configuration: UInt8 = 0
    private var data: UInt8 = 0
    /// What the data register holds until the line is free again.
    private var formerData: UInt8 = 0
    private var busyUntil: UInt64 = 0

    /// The bits of the status register that are not computed when it is read.
    private enum Bit {
        static let busy: UInt8 = 0x01
        static let presence: UInt8 = 0x02
        static let short: UInt8 = 0x04
        static let level: UInt8 = 0x08
        static let wasReset: UInt8 = 0x10
        static let first: UInt8 = 0x20
        static let second: UInt8 = 0x40
        static let direction: UInt8 = 0x80
    }

    /// Makes a bridge that was just powered.
    ///
    /// - Parameters:
    ///   - clock: on which its line is busy.
    ///   - line: the 1-Wire bus behind it.
    public init(clock: any SensorClock, line: SimulatedOneWireBus) {
        self.clock = clock
        self.line = line
    }

    /// Takes the supply away and gives it back; the devices on the line have their own, unless
    /// they live off the line.
    public func brownOut() {
        line.power(false)
        (pointer, flags, configuration, busyUntil) = (.status, Bit.wasReset, 0, 0)
        (data, formerData) = (0, 0)
    }

    /// Carries out a transfer: a command with its byte, then reads of the register at the pointer.
    ///
    /// - Parameters:
    ///   - bytes: what the controller writes.
    ///   - readCount: how many bytes it then reads.
    /// - Returns: `readCount` times the register.
    /// - Throws: `.noAcknowledge` for what the chip does not take: a 1-Wire command while the line
    ///   is busy, an unknown one, one without its byte, nibbles that do not match.
    public func transfer(writing bytes: [UInt8], reading readCount: Int) throws(BusError)
        -> [UInt8]
    {
        if let command = bytes.first, !obey(command, bytes.count > 1 ? bytes[1] : nil) {
            throw .noAcknowledge
        }
        return [UInt8](repeating: register, count: max(0, readCount))
    }

    private var isBusy: Bool { clock.monotonicMicroseconds < busyUntil }

    private var register: UInt8 {
        switch pointer {
        case .status: flags | (isBusy ? Bit.busy : 0) | (line.line == .heldLow ? 0 : Bit.level)
        case .data: isBusy ? formerData : data
        case .configuration: configuration
        }
    }

    private func obey(_ command: UInt8, _ byte: UInt8?) -> Bool {
        switch (command, byte) {
        case (0xF0, nil): brownOut()
        case (0xE1, 0xF0?): pointer = .status
        case (0xE1, 0xE1?): pointer = .data
        case (0xE1, 0xC3?): pointer = .configuration
        default: return !isBusy && useLine(command, byte)
        }
        return true
    }

    private func useLine(_ command: UInt8, _ byte: UInt8?) -> Bool {
        switch (command, byte) {
        case (0xD2, let byte?): return configure(byte)
        case (0xB4, nil): reset()
        case (0x87, let byte?): slot(byte & 0x80 != 0)
        case (0xA5, let byte?): write(byte)
        case (0x96, nil): read()
        case (0x78, let byte?): triplet(byte & 0x80 != 0)
        default: return false
        }
        pointer = .status
        return true
    }

    private func configure(_ byte: UInt8) -> Bool {
        guard byte >> 4 ^ byte & 0x0F == 0x0F else { return false }
        configuration = byte & 0x0F
        flags &= ~Bit.wasReset
        pointer = .configuration
        return true
    }

    private func reset() {
        if flags & Bit.wasReset != 0 { unconfiguredResetCount += 1 }
        let answer = line.pulse()
        configuration &= ~strongPullUp
        flags &= ~(Bit.presence | Bit.short)
        // A short looks like a presence pulse, too.
        if answer.isShorted { flags |= Bit.short | Bit.presence }
        if answer.isPresent { flags |= Bit.presence }
        work(for: 1206)
    }

    private func slot(_ bit: Bool) {
        flags &= ~Bit.first
        if line.slot(bit) { flags |= Bit.first }
        endWithPower()
        work(for: 73)
    }

    private func write(_ byte: UInt8) {
        _ = line.exchange(byte)
        endWithPower()
        work(for: 583)
    }

    private func read() {
        configuration &= ~strongPullUp
        formerData = data
        data = line.exchange(0xFF)
        work(for: 583)
    }

    private func triplet(_ direction: Bool) {
        configuration &= ~strongPullUp
        let step = line.step(preferring: direction)
        flags &= ~(Bit.first | Bit.second | Bit.direction)
        if step.bit { flags |= Bit.first }
        if step.complement { flags |= Bit.second }
        if step.direction { flags |= Bit.direction }
        work(for: 219)
    }

    private let strongPullUp: UInt8 = 0x04

    /// The strong pull-up goes on after the last slot, and its bit is cleared when it ends: here,
    /// because nothing reads it between.
    private func endWithPower() {
        if configuration & strongPullUp != 0 { line.power(true) }
        configuration &= ~strongPullUp
    }

    private func work(for microseconds: UInt64) {
        busyUntil = isNeverReady ? .max : clock.monotonicMicroseconds + microseconds
    }
}
