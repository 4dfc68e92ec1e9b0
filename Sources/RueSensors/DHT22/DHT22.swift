/// Aosong's DHT22 (AM2302; temperature and humidity on one GPIO line), and the older DHT11.
///
/// **Each frame carries the previous conversion.** The start pulse makes the sensor send what it
/// measured after the pulse before, and measure anew. Sampled regularly, a value is one interval
/// old; the first after a long pause is as old as the pause.
///
/// ``start()`` sends the pulse and listens, which blocks for 9 ms (28 ms for a DHT11), plus what the
/// system takes to wake the thread; ``collect()`` decodes and never waits. On a busy machine a frame
/// now and then loses edges: a single one is made good, and the readings are marked
/// `.recovered`; of more the frame is an error, and the next one is tried when it is due.
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

    private let line: any PulseLine
    private let clock: any SensorClock
    private var lastPulse: UInt64?
    private var edges: [UInt64]?

    /// Makes a driver; the line is not touched.
    ///
    /// - Parameters:
    ///   - line: the line that the sensor's data pin is wired to, and nothing else.
    ///   - clock: for the interval between two start pulses.
    ///   - configuration: how it is used; the model above all.
    public init(
        line: any PulseLine, clock: any SensorClock, configuration: Configuration = Configuration()
    ) {
        self.line = line
        self.clock = clock
        self.configuration = configuration
    }

    /// `DHT22` or `DHT11`, as configured.
    public var model: String { configuration.model.description }

    /// Temperature, then humidity.
    public var quantities: [Quantity] { [.temperature, .relativeHumidity] }

    /// 2000, or more if configured so.
    public var minimumIntervalMilliseconds: UInt32 { configuration.minimumIntervalMilliseconds }

    /// Sends the start pulse and records the answer. Blocks for 9 ms (DHT11: 28 ms), and for up to
    /// 20 ms more when it is called so much too early.
    ///
    /// - Returns: 0: the answer can be collected at once.
    /// - Throws: `.tooEarly`, without touching the line, when the last pulse was not
    ///   ``minimumIntervalMilliseconds`` ago; `.bus`.
    public func start() throws(SensorError) -> UInt64 {
        edges = nil
        try keepInterval()
        lastPulse = clock.monotonicMicroseconds
        do throws(BusError) {
            edges = try line.capture(
                holdingLow: configuration.model.startMicroseconds,
                maximumEdges: DHTFrame.edgesWorthRecording,
                windowMicroseconds: DHTFrame.windowMicroseconds)
        } catch {
            throw .bus(error)
        }
        return 0
    }

    /// Decodes the answer.
    ///
    /// - Returns: the values in the order of ``quantities``; never `.pending`.
    /// - Throws: `.notStarted`; `.noAnswer`; `.truncatedFrame`; `.checksumMismatch`;
    ///   `.unexpectedChip` for a frame that a DHT11 cannot have sent; `.outOfRange`.
    public func collect() throws(SensorError) -> SensorProgress {
        guard let edges else { throw .notStarted }
        self.edges = nil
        return .readings(try DHTFrame(fallingEdges: edges).readings(from: configuration.model))
    }

    /// Forgets an answer that was not collected. The line is held only while ``start()`` runs.
    ///
    /// - Throws: nothing.
    public func stop() throws(SensorError) { edges = nil }

    /// A caller on a grid of exactly the interval comes a few milliseconds early now and then,
    /// when the time before it was held up: that is waited for. More is the caller's mistake.
    private func keepInterval() throws(SensorError) {
        guard let lastPulse else { return }
        let due = lastPulse + UInt64(minimumIntervalMilliseconds) * 1000
        let now = clock.monotonicMicroseconds
        guard now < due else { return }
        guard due - now <= DHT22.patienceMicroseconds else {
            throw .tooEarly(milliseconds: (due - now + 999) / 1000)
        }
        clock.sleep(microseconds: due - now)
    }

    private static let patienceMicroseconds: UInt64 = 20_000
}
