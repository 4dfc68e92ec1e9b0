/// A device that measures, in two phases so that one thread serves many: start a conversion, do
/// something else, collect the values when they are due.
///
/// After any error the sensor is ready for another ``start()``, which sets the chip up anew where
/// it must. A sensor that is absent when the program starts is found when it appears.
///
/// No call waits for a conversion. What it does block for, a few milliseconds of transfers or of a
/// frame, each driver says; a bus that hangs makes it as long as the bus's own timeout.
public protocol Sensor: AnyObject {
    /// The chip's name as on its datasheet, for messages.
    var model: String { get }

    /// What it measures, in the order in which ``collect()`` returns it.
    var quantities: [Quantity] { get }

    /// The shortest time from one ``start()`` to the next that the device bears; 0 for any. A call
    /// up to 20 ms early, as on a grid of exactly this interval, is waited for by the driver.
    var minimumIntervalMilliseconds: UInt32 { get }

    /// Starts a conversion. An earlier one that was not collected is abandoned.
    ///
    /// - Returns: after how many microseconds the values are due.
    /// - Throws: ``SensorError``.
    func start() throws(SensorError) -> UInt64

    /// Collects the conversion that was started.
    ///
    /// - Returns: the values, or `.pending` if the device needs a little longer.
    /// - Throws: ``SensorError``; `.notReady` when the device's own deadline has passed. No stale
    ///   or partial value is ever returned instead.
    func collect() throws(SensorError) -> SensorProgress

    /// Leaves the device at rest and lets go of what it holds (lines, power). It can be started
    /// again.
    ///
    /// - Throws: ``SensorError``.
    func stop() throws(SensorError)

    /// Takes one sample and sleeps meanwhile: for programs that have nothing else to do. Blocks for
    /// the whole conversion, and for all tries of a sensor that has several (a DHT22: ten seconds at
    /// most, unless it is configured otherwise).
    ///
    /// - Parameter clock: whose sleep is used.
    /// - Returns: the values, in the order of ``quantities``.
    /// - Throws: ``SensorError``; `.notReady` after a thousand pending answers at the latest, which
    ///   leaves the device as it is: the next ``start()`` begins anew.
    func read(sleepingOn clock: any SensorClock) throws(SensorError) -> [Reading]
}

// Requirements with a default, each of them: a member that is an extension's alone traps in
// Embedded Swift 6.3 where it is called on `any Sensor`.
extension Sensor {
    /// No limit, unless the device says otherwise.
    public var minimumIntervalMilliseconds: UInt32 { 0 }

    /// Starts, sleeps until the values are due, and collects them.
    ///
    /// - Parameter clock: whose sleep is used.
    /// - Returns: the values, in the order of ``quantities``.
    /// - Throws: ``SensorError``; `.notReady` after a thousand pending answers at the latest.
    public func read(sleepingOn clock: any SensorClock) throws(SensorError) -> [Reading] {
        var wait = try start()
        for _ in 0..<1000 {
            clock.sleep(microseconds: wait)
            switch try collect() {
            case .readings(let readings): return readings
            case .pending(let microseconds): wait = microseconds
            }
        }
        throw .notReady
    }
}
