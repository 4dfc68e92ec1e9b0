import RueSensors

/// A driver that swallows errors and repeats its last values.
final class StaleSensor: Sensor {
    private let sensor: any Sensor
    private var last: [Reading] = []

    init(_ sensor: any Sensor) { self.sensor = sensor }

    var model: String { sensor.model }
    var quantities: [Quantity] { sensor.quantities }
    var minimumIntervalMilliseconds: UInt32 { sensor.minimumIntervalMilliseconds }

    func start() throws(SensorError) -> UInt64 {
        do throws(SensorError) { return try sensor.start() } catch { return 0 }
    }

    func collect() throws(SensorError) -> SensorProgress {
        do throws(SensorError) {
            let progress = try sensor.collect()
            if case .readings(let readings) = progress { last = readings }
            return progress
        } catch {
            return .readings(last)
        }
    }

    func stop() throws(SensorError) {}
}

/// A driver that does one thing differently after the first error.
final class SulkingSensor: Sensor {
    enum Manner: CaseIterable {
        /// It throws that error for ever.
        case throwing
        /// It is for ever pending.
        case pending
        /// It says that nothing was started.
        case renaming
    }

    private let sensor: any Sensor
    private let manner: Manner
    private var error: SensorError?

    init(_ sensor: any Sensor, _ manner: Manner) {
        self.sensor = sensor
        self.manner = manner
    }

    var model: String { sensor.model }
    var quantities: [Quantity] { sensor.quantities }
    var minimumIntervalMilliseconds: UInt32 { sensor.minimumIntervalMilliseconds }

    func start() throws(SensorError) -> UInt64 {
        if error != nil, manner == .pending { return 0 }
        if let error, manner == .throwing { throw error }
        do throws(SensorError) { return try sensor.start() } catch { throw sulk(error) }
    }

    func collect() throws(SensorError) -> SensorProgress {
        if error != nil, manner == .pending { return .pending(microseconds: 100_000) }
        do throws(SensorError) { return try sensor.collect() } catch { throw sulk(error) }
    }

    func stop() throws(SensorError) { try sensor.stop() }

    private func sulk(_ error: SensorError) -> SensorError {
        self.error = error
        return manner == .renaming ? .notStarted : error
    }
}
