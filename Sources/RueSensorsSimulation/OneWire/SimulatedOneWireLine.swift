public import RueSensors

/// The data line of a ``SimulatedOneWireBus`` as a program drives it that is interrupted: each slot as
/// long as it really is, with what the devices make of that, and with the times as a clock would show
/// them.
///
/// Devices look at the line 30 µs after its fall, and hold a 0 for as long (19-7487 has 15…60 µs); they
/// answer a reset from 30 to 150 µs after the line rose.
public final class SimulatedOneWireLine: OneWireLine {
    /// Where in a slot the program is interrupted.
    public enum Delay: Equatable, Sendable {
        /// While it holds the line low.
        case holdingLow(microseconds: UInt32)
        /// After it has let go, before it looks at the line.
        case looking(microseconds: UInt32)
    }

    /// The wire.
    public let wire: SimulatedOneWireBus
    /// How many of 10 000 slots are late, by 5 to 400 µs, chosen by the seed.
    public var lateSlotsPerTenThousand: UInt64 = 0
    /// How many slots there were so far, resets among them: the index of the next one.
    public private(set) var slotCount = 0
    /// How many of them were late.
    public private(set) var lateCount = 0

    private let clock: any SensorClock
    private let seed: UInt64
    private var delays: [(index: Int, delay: Delay)] = []

    /// A line of a wire.
    ///
    /// - Parameters:
    ///   - wire: the wire, with its devices.
    ///   - clock: on which the times of slots pass.
    ///   - seed: what chooses the late slots.
    public init(wire: SimulatedOneWireBus, clock: any SensorClock, seed: UInt64 = 1) {
        self.wire = wire
        self.clock = clock
        self.seed = seed
    }

    /// Lets one slot be late.
    ///
    /// - Parameters:
    ///   - delay: where in it, and how much.
    ///   - index: which, counted as ``slotCount`` does.
    public func interrupt(_ delay: Delay, atSlot index: Int) { delays.append((index, delay)) }

    /// Runs a slot.
    ///
    /// - Parameter slot: the times that are wanted.
    /// - Returns: what the line was, and what the times were.
    /// - Throws: nothing.
    public func run(_ slot: OneWireSlot) throws(BusError) -> OneWireSlot.Outcome {
        var low = UInt64(slot.lowMicroseconds) * 1000
        var sample = UInt64(slot.sampleMicroseconds) * 1000
        switch nextDelay() {
        case .holdingLow(let microseconds)?: low += UInt64(microseconds) * 1000
        case .looking(let microseconds)?: sample += UInt64(microseconds) * 1000
        case nil: break
        }
        // What a call of the system takes.
        sample = max(sample, low + 1000)
        let end = max(UInt64(slot.lengthMicroseconds) * 1000, sample + 1000)
        clock.sleep(microseconds: (end + 999) / 1000)
        let rise = sample - low
        return OneWireSlot.Outcome(
            isHigh: look(low: low, sample: sample), endsHigh: wire.line != .heldLow, low: low,
            sample: sample, rise: rise...(rise + 1000))
    }

    private func look(low: UInt64, sample: UInt64) -> Bool {
        let isShort = low < 30_000
        // From 480 µs on it is a reset, wanted or not.
        if low >= 480_000 {
            let isPresent = wire.pulse().isPresent
            if wire.line != .free { return wire.line == .heldHigh }
            return !(isPresent && (30_000..<150_000).contains(sample - low))
        }
        let bit = wire.slot(isShort)
        if wire.line != .free { return wire.line == .heldHigh }
        return !isShort || bit || sample >= 30_000
    }

    private func nextDelay() -> Delay? {
        let index = slotCount
        slotCount += 1
        let delay = delays.first { $0.index == index }?.delay ?? chosenDelay(at: Int64(index))
        if delay != nil { lateCount += 1 }
        return delay
    }

    private func chosenDelay(at index: Int64) -> Delay? {
        let random = SplitMix64.value(seed: seed, index: index)
        guard random % 10_000 < lateSlotsPerTenThousand else { return nil }
        let microseconds = UInt32(truncatingIfNeeded: 5 + (random >> 32) % 396)
        return random >> 20 & 1 == 0
            ? .holdingLow(microseconds: microseconds) : .looking(microseconds: microseconds)
    }
}
