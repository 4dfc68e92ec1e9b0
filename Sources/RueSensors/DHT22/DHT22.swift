/// Aosong's DHT22 (AM2302; temperature and humidity on one GPIO line), and the older DHT11.
///
/// **Each frame carries the previous conversion.** The start pulse makes the sensor send what it
/// measured after the pulse before, and measure anew. Sampled regularly, a value is one interval
/// old. After a pause of more than 30 s (``Configuration/staleAfterMilliseconds``), and at first, the
/// frame that comes is dropped and the next one taken.
///
/// ``start()`` sends the pulse and listens, which blocks for 9 ms (28 ms for a DHT11), plus what the
/// system takes to wake the thread; ``collect()`` decodes. On a busy machine a frame now and then
/// loses edges. A single one is made good, if the values are near those of the frame before, and the
/// readings are marked `.recovered`; otherwise up to three frames are tried, two seconds or more
/// apart. Meanwhile ``collect()`` gives `.pending`, and the one that finds the next try due blocks as
/// ``start()`` does. ``counters`` tell how often what happened.
///
/// A sensor that hangs until its supply is interrupted can be given a power line: after two samples
/// in a row that failed, the next begins with a second without power.
///
/// ```swift
/// let line = GPIOLine(chip: "/dev/gpiochip0", offset: 4)
/// let sensor = DHT22(line: line, clock: clock)
/// for reading in try sensor.read(sleepingOn: clock) { print(reading.description) }
/// ```
///
/// Temperatures lie in −40 000…80 000 m°C (DHT11: −20 000…60 000), humidities in 0…100 000 m%RH, both
/// in steps of 100; what lies outside is an error.
///
/// - Note: Aosong, AM2302 product manual, §7.
public final class DHT22: Sensor {
    /// How it is used.
    public let configuration: Configuration

    /// What happened so far.
    public internal(set) var counters = Counters()

    let line: any PulseLine
    let clock: any SensorClock
    let power: (any DigitalOutput)?
    var sample: Sample?
    var lastPulse: Pulse?
    /// When the sensor last heard a pulse, and so began a conversion.
    var lastAnswer: UInt64?
    /// What a frame that was made good is compared to.
    var lastFrame: [Reading]?
    /// How many samples in a row failed.
    var failedSamples = 0

    /// Makes a driver; neither line is touched.
    ///
    /// - Parameters:
    ///   - line: the line that the sensor's data pin is wired to, and nothing else.
    ///   - clock: for the interval between two start pulses.
    ///   - configuration: how it is used; the model above all.
    ///   - power: what switches the sensor's supply, if anything does. The pull-up of the data line
    ///     must hang on the switched supply too, or it keeps the sensor alive.
    public init(
        line: any PulseLine, clock: any SensorClock, configuration: Configuration = Configuration(),
        power: (any DigitalOutput)? = nil
    ) {
        self.line = line
        self.clock = clock
        self.configuration = configuration
        self.power = power
    }

    /// `DHT22` or `DHT11`, as configured.
    public var model: String { configuration.model.description }

    /// Temperature, then humidity.
    public var quantities: [Quantity] { [.temperature, .relativeHumidity] }

    /// 2000, or more if configured so.
    public var minimumIntervalMilliseconds: UInt32 { configuration.minimumIntervalMilliseconds }

    /// Sends the start pulse and records the answer. Blocks for 9 ms (DHT11: 28 ms), and for up to
    /// 20 ms more when it is called so much too early. After a retry, and where the supply is to be
    /// switched on first, the pulse is left to ``collect()``.
    ///
    /// - Returns: 0: the answer can be collected at once; or when the pulse is due.
    /// - Throws: `.tooEarly`, without touching the line, when ``start()`` sent the last pulse less
    ///   than ``minimumIntervalMilliseconds`` ago; `.bus`.
    public func start() throws(SensorError) -> UInt64 {
        sample = nil
        var next = Sample(began: clock.monotonicMicroseconds, tries: configuration.tries)
        try preparePower(for: &next)
        if next.due == next.began { next.due = try timeOfPulse(notBefore: next.began) }
        let now = clock.monotonicMicroseconds
        if next.due <= now { next.step = .decode(try pulse(next, isRetry: false)) }
        sample = next
        return wait(until: next.due)
    }

    /// Decodes the answer, or sends the next pulse when it is due: then it blocks as ``start()``.
    ///
    /// - Returns: the values in the order of ``quantities``; `.pending` until the next try is due.
    /// - Throws: `.notStarted`; `.bus`; after the last try what was wrong with it: `.noAnswer`,
    ///   `.truncatedFrame`, `.checksumMismatch`, `.unexpectedChip` for a frame that a DHT11 cannot
    ///   have sent, `.outOfRange`.
    public func collect() throws(SensorError) -> SensorProgress {
        guard var next = sample else { throw .notStarted }
        let rest = wait(until: next.due)
        guard rest == 0 else { return .pending(microseconds: rest) }
        sample = nil
        switch next.step {
        case .decode(let answer):
            return try progress(of: next, with: answer)
        case .pulse:
            return try progress(of: next, with: pulse(next, isRetry: true))
        case .powerUp:
            try powerUp(&next)
            sample = next
            return .pending(microseconds: wait(until: next.due))
        }
    }

    /// Forgets an answer that was not collected, and switches the supply off, if that is the
    /// driver's. The line is held only while a frame is captured.
    ///
    /// - Throws: `.bus`, when the supply cannot be switched off.
    public func stop() throws(SensorError) {
        sample = nil
        guard let power, power.isOn else { return }
        try switchPower(power, on: false)
    }
}
