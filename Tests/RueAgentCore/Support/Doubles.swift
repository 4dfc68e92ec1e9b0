import RueSensors
import RueWire

@testable import RueAgentCore

/// A log that remembers.
final class RecordingLog: NodeLog {
    private(set) var lines: [(level: LogLevel, message: String)] = []

    func note(_ level: LogLevel, _ message: String) { lines.append((level, message)) }

    func messages(_ level: LogLevel) -> [String] {
        lines.filter { $0.level == level }.map(\.message)
    }
}

/// Random numbers that count.
final class CountingRandomness: Randomness {
    private var count: UInt8 = 0

    func nonce() -> Bytes16? {
        count &+= 1
        return Bytes16([UInt8](repeating: count, count: 16))
    }
}

/// A sensor that does as it is told.
final class ScriptedSensor: Sensor {
    enum Step {
        case readings([Reading], afterMicroseconds: UInt64 = 10_000)
        case startFails(SensorError)
        case collectFails(SensorError)
        case neverReady
    }

    let model = "scripted"
    let quantities: [Quantity] = [.temperature]
    private let script: (Int) -> Step
    let minimumIntervalMilliseconds: UInt32
    private(set) var starts = 0
    private(set) var stops = 0
    /// What stopping throws.
    var stopError: SensorError?

    init(minimumIntervalMilliseconds: UInt32 = 0, _ script: @escaping (Int) -> Step) {
        self.minimumIntervalMilliseconds = minimumIntervalMilliseconds
        self.script = script
    }

    func start() throws(SensorError) -> UInt64 {
        starts += 1
        switch script(starts - 1) {
        case .startFails(let error): throw error
        case .readings(_, let microseconds): return microseconds
        default: return 10_000
        }
    }

    func collect() throws(SensorError) -> SensorProgress {
        switch script(starts - 1) {
        case .readings(let readings, _): return .readings(readings)
        case .collectFails(let error): throw error
        default: return .pending(microseconds: 1000)
        }
    }

    func stop() throws(SensorError) {
        stops += 1
        if let stopError { throw stopError }
    }
}
