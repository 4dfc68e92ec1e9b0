/// What the kernel and libgpiod make of a line's falling edges before a program sees them: edges
/// before the line is armed are not seen; those that fall while interrupts are off become a single
/// late one; and while the program does not get to read, a queue of limited depth fills.
///
/// Times count from when the program let go of the line.
public struct GPIOEventQueue: Equatable, Sendable {
    /// What is dropped when the queue is full.
    public enum Overflow: Equatable, Sendable {
        /// What comes is dropped (the kernel's first interface, libgpiod 1).
        case dropsNewest
        /// What has waited longest is dropped (the kernel's second interface, libgpiod 2).
        case dropsOldest
    }

    /// A time during which something does not happen.
    public struct Pause: Equatable, Sendable {
        /// When it begins, in µs.
        public var startMicroseconds: UInt32
        /// How long it lasts, in µs.
        public var lengthMicroseconds: UInt32

        /// Makes a pause.
        ///
        /// - Parameters:
        ///   - startMicroseconds: when it begins, in µs.
        ///   - lengthMicroseconds: how long it lasts, in µs.
        public init(startMicroseconds: UInt32, lengthMicroseconds: UInt32) {
            self.startMicroseconds = startMicroseconds
            self.lengthMicroseconds = lengthMicroseconds
        }

        fileprivate var start: UInt64 { UInt64(startMicroseconds) * 1000 }
        fileprivate var end: UInt64 { start + UInt64(lengthMicroseconds) * 1000 }
        fileprivate func contains(_ time: UInt64) -> Bool { time >= start && time < end }
    }

    /// How many events wait for the program at most; none, if it is less than one.
    public var depth: Int
    /// What is dropped when there are more.
    public var overflow: Overflow
    /// How long it takes from letting go of the line until edges are seen, in µs.
    public var armingMicroseconds: UInt32
    /// When interrupts are off: the edges that fall meanwhile become one, at the end.
    public var interruptsOff: Pause?
    /// When another program has the processor: nothing is read meanwhile.
    public var readerAsleep: Pause?

    /// Makes a queue, and a machine that is otherwise idle.
    ///
    /// - Parameters:
    ///   - depth: how many events wait for the program at most.
    ///   - overflow: what is dropped when there are more.
    ///   - armingMicroseconds: how long until edges are seen, in µs.
    public init(depth: Int, overflow: Overflow, armingMicroseconds: UInt32) {
        self.depth = depth
        self.overflow = overflow
        self.armingMicroseconds = armingMicroseconds
    }

    /// As with libgpiod 1.6: 16 events; the line is requested anew before it is armed, by when the
    /// answer may have begun.
    public static let libgpiod1 = GPIOEventQueue(
        depth: 16, overflow: .dropsNewest, armingMicroseconds: 120)

    /// As with libgpiod 2, asked for a buffer of 128 events.
    public static let libgpiod2 = GPIOEventQueue(
        depth: 128, overflow: .dropsOldest, armingMicroseconds: 15)

    /// What the program reads.
    ///
    /// - Parameters:
    ///   - falls: when the line falls, in ns, ascending.
    ///   - window: how long the program listens, in ns.
    /// - Returns: the timestamps that it reads, in ns.
    func events(of falls: [UInt64], within window: UInt64) -> [UInt64] {
        let armed = falls.filter { $0 >= UInt64(armingMicroseconds) * 1000 && $0 < window }
        return delivered(interrupts(of: armed))
    }

    private func interrupts(of falls: [UInt64]) -> [UInt64] {
        guard let interruptsOff else { return falls }
        var interrupts: [UInt64] = []
        for fall in falls {
            let time = interruptsOff.contains(fall) ? interruptsOff.end : fall
            if interrupts.last != time { interrupts.append(time) }
        }
        return interrupts
    }

    private func delivered(_ interrupts: [UInt64]) -> [UInt64] {
        guard let readerAsleep else { return interrupts }
        let waiting = interrupts.filter { readerAsleep.contains($0) }
        let depth = max(0, depth)
        let kept =
            switch overflow {
            case .dropsNewest: waiting.prefix(depth)
            case .dropsOldest: waiting.suffix(depth)
            }
        return interrupts.filter { $0 < readerAsleep.start } + kept
            + interrupts.filter { $0 >= readerAsleep.end }
    }
}
