/// **Experimental.** A 1-Wire bus on a GPIO line that the program itself times, without an overlay and
/// without a bridge.
///
/// A bit must be read within 15 µs of the line's fall, and an ordinary program may be interrupted for
/// longer at any time. So the times of each slot are measured: a slot that came too late is counted and
/// its exchange is made again, a few times; then it is an error. It is never taken for a value: a late
/// look sees a 1 where the device sent a 0. What is read has its checksum besides.
///
/// It costs the processor: a reading spins for about 15 ms, a search for 15 ms a device. Prefer the
/// kernel's 1-Wire or a ``DS2482``. Devices without a supply wire are refused (`.noStrongPullUp`): a line
/// that is only let go of does not feed them.
///
/// - Note: Maxim DS18B20 19-7487, "1-Wire Signaling"; Maxim application note 126.
public final class BitBangedOneWireBus: OneWireBus {
    /// What happened on the line since the bus was made.
    public struct Counters: Equatable, Sendable {
        /// Slots, resets not among them.
        public var slots: UInt64 = 0
        /// Slots that came too late, whose exchange failed or was made again.
        public var lateSlots: UInt64 = 0
        /// Reset pulses.
        public var resets: UInt64 = 0
        /// Reset pulses whose answer was looked for too late, and that were given again.
        public var lateResets: UInt64 = 0
    }

    /// What happened so far.
    public private(set) var counters = Counters()

    private let line: any OneWireLine
    /// Whether the devices are where the exchange believes them to be.
    private var isInStep = false

    /// Makes a bus; nothing is sent yet.
    ///
    /// - Parameter line: the line, for this bus alone.
    public init(line: any OneWireLine) { self.line = line }

    /// Sends a reset pulse, again where its answer was looked for too late. Blocks for 1 ms, 5 ms at
    /// most.
    ///
    /// - Returns: whether any device answered.
    /// - Throws: ``BusError``; `.lineHeldLow` for a short, `.lateSlot`.
    public func reset() throws(BusError) -> Bool {
        isInStep = false
        for _ in 0..<LateSlots.tries {
            counters.resets += 1
            let outcome = try line.run(Timing.reset)
            guard outcome.endsHigh else { throw .lineHeldLow }
            let isInTime =
                outcome.isHigh
                ? Timing.isAnswerCertain(outcome.riseNanoseconds)
                : outcome.riseNanoseconds.lowerBound >= Timing.answerBegins
            if isInTime {
                isInStep = true
                return !outcome.isHigh
            }
            counters.lateResets += 1
        }
        throw .lateSlot
    }

    /// Sends a byte. Blocks for about 0.6 ms.
    ///
    /// - Parameters:
    ///   - byte: what to send.
    ///   - strongPullUp: must be false.
    /// - Throws: ``BusError``; `.noStrongPullUp` before anything is sent, `.lateSlot`, `.lineHeldLow`.
    public func write(_ byte: UInt8, strongPullUp: Bool) throws(BusError) {
        if strongPullUp { throw .noStrongPullUp }
        for bit in UInt8(0)..<8 { try write(byte >> bit & 1 == 1) }
    }

    /// Reads a byte. Blocks for about 0.6 ms.
    ///
    /// - Returns: what came.
    /// - Throws: ``BusError``; `.lateSlot`, `.lineHeldLow`.
    public func readByte() throws(BusError) -> UInt8 {
        var byte: UInt8 = 0
        for bit in UInt8(0)..<8 {
            if try read() { byte |= 1 << bit }
        }
        return byte
    }

    /// Reads a bit. Blocks for about 0.1 ms. One that came too late may be asked for again: a device
    /// that only says whether it is busy says it in each slot.
    ///
    /// - Returns: what came.
    /// - Throws: ``BusError``; `.lateSlot`, `.lineHeldLow`.
    public func readBit() throws(BusError) -> Bool {
        let wasInStep = isInStep
        do throws(BusError) {
            return try read()
        } catch {
            isInStep = wasInStep && error == .lateSlot && !wasReset
            throw error
        }
    }

    /// Makes one step of a search. Blocks for about 0.2 ms.
    ///
    /// - Parameter direction: where to go if there are devices both ways.
    /// - Returns: what came.
    /// - Throws: ``BusError``; `.lateSlot`, `.lineHeldLow`.
    public func triplet(preferring direction: Bool) throws(BusError) -> OneWireTriplet {
        let bit = try read()
        let step = OneWireTriplet(bit: bit, complement: try read(), preferring: direction)
        try write(step.direction)
        return step
    }

    /// Whether the last slot was so long that the devices took it for a reset.
    private var wasReset = false

    private func write(_ bit: Bool) throws(BusError) {
        _ = try run(bit ? Timing.writeOne : Timing.writeZero) { outcome in
            outcome.lowNanoseconds <= (bit ? Timing.shortest : Timing.longest)
        }
    }

    private func read() throws(BusError) -> Bool {
        try run(Timing.read) { outcome in
            outcome.lowNanoseconds <= Timing.shortest
                && outcome.sampleNanoseconds <= Timing.shortest
        }
    }

    private func run(
        _ slot: OneWireSlot, isInTime: (OneWireSlot.Outcome) -> Bool
    ) throws(BusError) -> Bool {
        guard isInStep else { throw .lateSlot }
        counters.slots += 1
        isInStep = false
        let outcome = try line.run(slot)
        wasReset = outcome.lowNanoseconds >= Timing.mayBeReset
        guard isInTime(outcome) else {
            counters.lateSlots += 1
            throw .lateSlot
        }
        guard outcome.endsHigh else { throw .lineHeldLow }
        isInStep = true
        return outcome.isHigh
    }

    /// In µs what is wanted, in ns what is borne (19-7487, "AC Electrical Characteristics").
    private enum Timing {
        /// t_RSTL 480; a device answers 15…60 µs after the line rose, for 60…240 µs.
        static let reset = OneWireSlot(low: 480, sample: 546, length: 960)
        static let writeOne = OneWireSlot(low: 3, sample: 10, length: 70)
        static let writeZero = OneWireSlot(low: 60, sample: 66, length: 70)
        /// Short and early, because what the system's calls take comes on top, and counts.
        static let read = OneWireSlot(low: 3, sample: 10, length: 70)
        /// t_LOW1 and t_RDV: a 1 is no longer, and a 0 is not surely there any longer.
        static let shortest: UInt64 = 15_000
        /// t_LOW0.
        static let longest: UInt64 = 120_000
        /// Some devices take less than 480 µs for a reset.
        static let mayBeReset: UInt64 = 240_000
        /// Before, the line itself may still rise.
        static let answerBegins: UInt64 = 15_000
        /// When every device that is there holds the line low.
        static func isAnswerCertain(_ rise: ClosedRange<UInt64>) -> Bool {
            rise.lowerBound >= 60_000 && rise.upperBound <= 75_000
        }
    }
}
