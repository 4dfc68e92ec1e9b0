public import RueSensors

/// A 1-Wire bus in memory, bit by bit: in each slot the line is low if anyone pulls it low, so that
/// searches, shared answers and collisions come out as on a real wire.
///
/// It is a controller by itself, with a strong pull-up; a ``SimulatedDS2482`` is another one for it.
public final class SimulatedOneWireBus: OneWireBus {
    /// The state of the wire.
    public enum Line: Equatable, Sendable {
        /// As it should be.
        case free
        /// Shorted to ground.
        case heldLow
        /// Nothing can pull it low: no device hears or says anything.
        case heldHigh
    }

    /// The state of the wire, until it is changed.
    public var line = Line.free
    /// How many slots there were so far: the index of the next one. Resets are not counted.
    public private(set) var slotCount = 0
    /// How many resets there were.
    public private(set) var resetCount = 0
    /// How many calls of `OneWireBus` there were so far: the index of the next one.
    public private(set) var operationCount = 0

    private let clock: any SensorClock
    private var slaves: [OneWireSlave] = []
    private var isPowered = false
    private var flips: [Int] = []
    private var failures: [(index: Int, error: BusError)] = []

    /// Makes a bus with nothing on it.
    ///
    /// - Parameter clock: on which the times of slots and resets pass.
    public init(clock: any SensorClock) { self.clock = clock }

    /// Connects a device, which hears nothing until the next reset.
    ///
    /// - Parameter device: the device.
    public func attach(_ device: any SimulatedOneWireDevice) {
        slaves.append(OneWireSlave(device))
    }

    /// Unplugs a device, in the middle of what it was doing; its supply goes with it.
    ///
    /// - Parameter device: the device; nothing happens if it is not on the bus.
    public func detach(_ device: any SimulatedOneWireDevice) {
        guard let index = slaves.firstIndex(where: { $0.device === device }) else { return }
        slaves.remove(at: index)
        device.brownOut()
    }

    /// Lets noise turn the line over in one slot, for all who look at it.
    ///
    /// - Parameter index: which, counted as ``slotCount`` does.
    public func flip(slot index: Int) { flips.append(index) }

    /// Lets a call of this controller fail, before anything is sent.
    ///
    /// - Parameters:
    ///   - error: how.
    ///   - index: which, counted as ``operationCount`` does.
    public func inject(_ error: BusError, atOperation index: Int) {
        failures.append((index, error))
    }
}

// MARK: The wire

extension SimulatedOneWireBus {
    /// A reset pulse: whether the line was low before, and who answers.
    func pulse() -> (isShorted: Bool, isPresent: Bool) {
        power(false)
        resetCount += 1
        guard line == .free else { return (line == .heldLow, false) }
        var isPresent = false
        for slave in slaves where slave.reset() { isPresent = true }
        return (false, isPresent)
    }

    /// One slot.
    ///
    /// - Parameter bit: false if the controller holds the line low for the whole of it.
    /// - Returns: what the line was.
    func slot(_ bit: Bool) -> Bool {
        power(false)
        let index = slotCount
        slotCount += 1
        guard line == .free else { return line == .heldHigh }
        var level = bit
        for slave in slaves where !slave.drive() { level = false }
        if flips.contains(index) { level.toggle() }
        for slave in slaves { slave.sense(level) }
        return level
    }

    /// Powers the line, until the next slot or reset.
    func power(_ isOn: Bool) {
        if isOn == isPowered { return }
        isPowered = isOn
        for slave in slaves { slave.device.strongPullUp(isOn) }
    }

    /// Eight slots, lowest bit first.
    ///
    /// - Parameter byte: what to send; 0xFF to read.
    /// - Returns: what the line was.
    func exchange(_ byte: UInt8) -> UInt8 {
        var answer: UInt8 = 0
        for bit in UInt8(0)..<8 where slot(byte >> bit & 1 == 1) { answer |= 1 << bit }
        return answer
    }

    /// The three slots of a search step.
    func step(preferring direction: Bool) -> OneWireTriplet {
        let bit = slot(true)
        let step = OneWireTriplet(bit: bit, complement: slot(true), preferring: direction)
        // Where nobody is left, bridges send a 1 too.
        _ = slot(step.direction)
        return step
    }
}

// MARK: The controller

extension SimulatedOneWireBus {
    /// Sends a reset pulse.
    ///
    /// - Returns: whether any device answers.
    /// - Throws: `.lineHeldLow`; what was injected.
    public func reset() throws(BusError) -> Bool {
        try begin()
        clock.sleep(microseconds: 960)
        let answer = pulse()
        if answer.isShorted { throw .lineHeldLow }
        return answer.isPresent
    }

    /// Sends a byte.
    ///
    /// - Parameters:
    ///   - byte: what to send.
    ///   - strongPullUp: whether to power the line then.
    /// - Throws: what was injected.
    public func write(_ byte: UInt8, strongPullUp: Bool) throws(BusError) {
        try begin(slots: 8)
        _ = exchange(byte)
        power(strongPullUp)
    }

    /// Reads a byte.
    ///
    /// - Returns: what came.
    /// - Throws: what was injected.
    public func readByte() throws(BusError) -> UInt8 {
        try begin(slots: 8)
        return exchange(0xFF)
    }

    /// Reads a bit.
    ///
    /// - Returns: what came.
    /// - Throws: what was injected.
    public func readBit() throws(BusError) -> Bool {
        try begin(slots: 1)
        return slot(true)
    }

    /// Makes one step of a search.
    ///
    /// - Parameter direction: where to go if there are devices both ways.
    /// - Returns: what came.
    /// - Throws: what was injected.
    public func triplet(preferring direction: Bool) throws(BusError) -> OneWireTriplet {
        try begin(slots: 3)
        return step(preferring: direction)
    }

    private func begin(slots: UInt64 = 0) throws(BusError) {
        let index = operationCount
        operationCount += 1
        // Time passes before the slots, as if all of them came at the end: a command is heard with
        // its last bit.
        clock.sleep(microseconds: slots * 70)
        guard let found = failures.firstIndex(where: { $0.index == index }) else { return }
        throw failures.remove(at: found).error
    }
}
