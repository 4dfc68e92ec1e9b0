/// Maxim's (now Analog Devices') DS2482-100: a 1-Wire controller on an I²C bus, which keeps the
/// times of 1-Wire where a program cannot, and can power the line for devices without a supply
/// wire.
///
/// Nothing is sent before the first ``reset()``, which resets the bridge and configures it. After any
/// error, and when the bridge says that it was reset, the next one does so again. Other drivers may
/// share the I²C bus.
///
/// A call sleeps for as long as the line is busy, then looks whether it still is, for a few
/// milliseconds at most: a reset blocks for 1.3 ms, a byte for 1 ms, a triplet for 0.7 ms, the I²C
/// bus being at 100 kHz.
///
/// - Note: Maxim DS2482-100 19-4930.
public final class DS2482: OneWireBus {
    /// The addresses that its two pins choose from.
    public static let addresses: ClosedRange<UInt8> = 0x18...0x1B

    /// The bridge's 7-bit address.
    public let address: UInt8

    private let bus: any I2CBus
    private let clock: any SensorClock
    private var isConfigured = false

    /// Makes a driver, without any transfer.
    ///
    /// - Parameters:
    ///   - bus: the I²C bus, which other drivers may share.
    ///   - address: 0x18 (both address pins to ground) to 0x1B.
    ///   - clock: for the waits and deadlines.
    public init(bus: any I2CBus, address: UInt8 = 0x18, clock: any SensorClock) {
        self.bus = bus
        self.address = address
        self.clock = clock
    }

    /// Resets the 1-Wire bus (command 0xB4), and the bridge before that where it is not known to be
    /// configured. Blocks for 1.3 ms, 15 ms at most.
    ///
    /// - Returns: whether any device answered.
    /// - Throws: ``BusError``; `.lineHeldLow` for a short, `.unexpectedBridge` if something else
    ///   has the address, `.timedOut` if the line stays busy.
    public func reset() throws(BusError) -> Bool {
        let status = try guarded { () throws(BusError) in
            if !isConfigured { try setUp() }
            let status = try run([Command.reset], Timing.reset)
            if status & Status.wasReset == 0 { return status }
            // A brown-out, since the last exchange: the line was reset without its configuration.
            try setUp()
            return try run([Command.reset], Timing.reset)
        }
        if status & Status.wasReset != 0 { throw lost() }
        if status & Status.short != 0 { throw .lineHeldLow }
        return status & Status.presence != 0
    }

    /// Sends a byte (command 0xA5), after the line was told to power it, if so.
    ///
    /// - Parameters:
    ///   - byte: what to send.
    ///   - strongPullUp: whether to power the line afterwards, until the next command.
    /// - Throws: ``BusError``; `.bridgeReset` if the bridge was reset since ``reset()``.
    public func write(_ byte: UInt8, strongPullUp: Bool) throws(BusError) {
        _ = try exchange { () throws(BusError) in
            if strongPullUp { try configure(Configuration.activeAndStrongPullUp) }
            return try run([Command.writeByte, byte], Timing.byte)
        }
    }

    /// Reads a byte (command 0x96).
    ///
    /// - Returns: what came.
    /// - Throws: ``BusError``; `.bridgeReset` if the bridge was reset since ``reset()``.
    public func readByte() throws(BusError) -> UInt8 {
        _ = try exchange { () throws(BusError) in try run([Command.readByte], Timing.byte) }
        return try guarded { () throws(BusError) in
            try send([Command.setReadPointer, Command.dataRegister])
            return try receive()
        }
    }

    /// Reads a bit (command 0x87 with a 1).
    ///
    /// - Returns: what came.
    /// - Throws: ``BusError``; `.bridgeReset` if the bridge was reset since ``reset()``.
    public func readBit() throws(BusError) -> Bool {
        let status = try exchange { () throws(BusError) in
            try run([Command.singleBit, 0x80], Timing.slot)
        }
        return status & Status.firstBit != 0
    }

    /// Makes one step of a search (command 0x78).
    ///
    /// - Parameter direction: where to go if there are devices both ways.
    /// - Returns: what was read, and the direction that the bridge took.
    /// - Throws: ``BusError``; `.bridgeReset` if the bridge was reset since ``reset()``.
    public func triplet(preferring direction: Bool) throws(BusError) -> OneWireTriplet {
        let status = try exchange { () throws(BusError) in
            try run([Command.triplet, direction ? 0x80 : 0], Timing.slot * 3)
        }
        return OneWireTriplet(
            bit: status & Status.firstBit != 0, complement: status & Status.secondBit != 0,
            direction: status & Status.direction != 0)
    }
}

// MARK: Transfers

extension DS2482 {
    /// Resets the bridge, which ends whatever it was at, and configures it.
    private func setUp() throws(BusError) {
        isConfigured = false
        try send([Command.deviceReset])
        let status = try receive()
        // Of all bits only the line's level is open after a reset.
        guard status & ~Status.lineLevel == Status.wasReset else {
            throw .unexpectedBridge(status: status)
        }
        try configure(Configuration.activePullUp)
        isConfigured = true
    }

    /// The upper nibble is the complement of the lower one when written, and 0 when read.
    private func configure(_ bits: UInt8) throws(BusError) {
        try send([Command.writeConfiguration, ~bits << 4 | bits])
        let answer = try receive()
        guard answer == bits else { throw .unexpectedBridge(status: answer) }
    }

    /// Sends a command and waits until the line has carried it out.
    ///
    /// - Returns: the status.
    private func run(_ command: [UInt8], _ microseconds: UInt64) throws(BusError) -> UInt8 {
        try send(command)
        clock.sleep(microseconds: microseconds)
        let deadline = clock.monotonicMicroseconds + Timing.patience
        for _ in 0..<Timing.polls {
            let status = try receive()
            if status & Status.busy == 0 { return status }
            if clock.monotonicMicroseconds >= deadline { break }
            clock.sleep(microseconds: Timing.poll)
        }
        throw .timedOut
    }

    /// Only after ``reset()`` has succeeded: what went wrong before is not gone on with.
    private func exchange(_ command: () throws(BusError) -> UInt8) throws(BusError) -> UInt8 {
        guard isConfigured else { throw .bridgeReset }
        let status = try guarded(command)
        if status & Status.wasReset != 0 { throw lost() }
        return status
    }

    private func guarded(_ body: () throws(BusError) -> UInt8) throws(BusError) -> UInt8 {
        do throws(BusError) {
            return try body()
        } catch {
            isConfigured = false
            throw error
        }
    }

    private func lost() -> BusError {
        isConfigured = false
        return .bridgeReset
    }

    private func send(_ bytes: [UInt8]) throws(BusError) {
        _ = try bus.transfer(address: address, writing: bytes, reading: 0)
    }

    /// One byte, from where the last command left the read pointer. Not combined with the command:
    /// adapters that speak SMBus only can do it too.
    private func receive() throws(BusError) -> UInt8 {
        let bytes = try bus.transfer(address: address, writing: [], reading: 1)
        guard bytes.count == 1 else { throw .shortTransfer(expected: 1, actual: bytes.count) }
        return bytes[0]
    }
}
