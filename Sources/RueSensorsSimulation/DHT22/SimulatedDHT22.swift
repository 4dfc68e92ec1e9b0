public import RueSensors

/// A DHT22 on its line: from the truth to a frame, from the frame to a waveform with the manual's
/// times and a little jitter, and through a model of the kernel's event queue to the timestamps that
/// a `PulseLine` gives.
///
/// As the real one, it sends what it measured at the start pulse before, and does not answer a
/// pulse that is too short, or that comes less than 1.9 s after the last, or less than a second after
/// it got power. Everything follows from the seed, in integers.
public final class SimulatedDHT22: PulseLine {
    /// The air around the sensor, asked for at each start pulse that it answers.
    public var environment: () -> Environment
    /// What is broken.
    public var faults = Faults()
    /// What stands between the wire and the program.
    public var queue: GPIOEventQueue
    /// Which sensor it is.
    public let profile: Profile
    /// How many start pulses it has answered.
    public private(set) var frameCount = 0

    private let clock: any SensorClock
    private var random: SplitMix64
    private var measured: Environment?
    private var lastPulse: UInt64?
    private var poweredAt: UInt64?
    private var hasPower = true

    /// Makes a sensor that has had power for long.
    ///
    /// - Parameters:
    ///   - clock: a capture takes its time on it; a virtual or a real one.
    ///   - seed: what the jitter is derived from.
    ///   - profile: which sensor it is.
    ///   - queue: what stands between the wire and the program.
    ///   - environment: the air around the sensor.
    public init(
        clock: any SensorClock, seed: UInt64 = 0, profile: Profile = .dht22,
        queue: GPIOEventQueue = .libgpiod2,
        environment: @escaping () -> Environment = { Environment() }
    ) {
        self.clock = clock
        self.profile = profile
        self.queue = queue
        self.environment = environment
        random = SplitMix64(seed: seed)
    }

    /// Takes a start pulse, and tells when the line fell then. Sleeps on the clock as long as a real
    /// capture blocks.
    ///
    /// - Parameters:
    ///   - microseconds: how long the line is held low.
    ///   - maximumEdges: how many falling edges are enough.
    ///   - windowMicroseconds: how long the program listens.
    /// - Returns: when each falling edge came, in nanoseconds of the clock.
    /// - Throws: nothing.
    public func capture(
        holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32
    ) throws(BusError) -> [UInt64] {
        let isHeard = hears(pulseOf: microseconds) && !faults.keepsQuiet
        clock.sleep(microseconds: UInt64(microseconds))
        let letGo = clock.monotonicMicroseconds
        let falls = isHeard ? answer(at: letGo) : []
        let window = UInt64(windowMicroseconds) * 1000
        let events = queue.events(of: falls, within: window).prefix(max(0, maximumEdges))
        let nanoseconds = events.count == maximumEdges ? events.last ?? 0 : window
        clock.sleep(microseconds: nanoseconds / 1000)
        return events.map { letGo * 1000 + $0 }
    }

    private func hears(pulseOf microseconds: UInt32) -> Bool {
        let now = clock.monotonicMicroseconds
        guard hasPower, microseconds >= profile.shortestPulseMicroseconds else { return false }
        if let poweredAt, now < poweredAt + SimulatedDHT22.wakingMicroseconds { return false }
        guard let lastPulse else { return true }
        return now >= lastPulse + SimulatedDHT22.restMicroseconds
    }

    /// When the line falls, in nanoseconds from when the program let go of it.
    private func answer(at moment: UInt64) -> [UInt64] {
        lastPulse = moment
        frameCount += 1
        let air = measured ?? environment().held
        measured = environment().held
        let bytes = faults.damaged(profile.frame(of: air))
        let falls = DHTWaveform.falls(of: bytes, jitter: &random)
        return faults.damaged(falls: falls, &random)
    }

    /// Puts the sensor behind a switch: what is off does not answer, and forgets that it hung, when
    /// it was asked last and what it measured; what comes on measures at once, and takes a second to
    /// wake.
    ///
    /// - Parameter output: what switches the supply; its `onChange` is taken.
    public func supply(through output: SimulatedOutput) {
        setPower(output.level)
        output.onChange = { [self] in setPower($0) }
    }

    /// Takes the supply away and gives it back: the sensor measures at once, and takes a second to wake.
    /// Without a supply nothing happens.
    public func brownOut() {
        guard hasPower else { return }
        setPower(false)
        setPower(true)
    }

    private func setPower(_ isOn: Bool) {
        if isOn, !hasPower {
            poweredAt = clock.monotonicMicroseconds
            measured = environment().held
        }
        hasPower = isOn
        if isOn { return }
        faults.isHung = false
        lastPulse = nil
    }

    /// A little less than the two seconds of the manual: a driver's clock and a sensor's differ.
    private static let restMicroseconds: UInt64 = 1_900_000

    private static let wakingMicroseconds: UInt64 = 1_000_000
}
