import RueSensors

/// A line that says what it was asked for and when, and answers what it was told.
final class RecordingLine: PulseLine {
    struct Request: Equatable {
        let low: UInt32
        let edges: Int
        let window: UInt32
    }

    private(set) var requests: [Request] = []
    /// When it was asked, in milliseconds of ``clock``.
    private(set) var times: [UInt64] = []
    var clock: (any SensorClock)?
    /// What it answers, one after another; then ``answer``.
    var answers: [Result<[UInt64], BusError>] = []
    var answer: Result<[UInt64], BusError> = .success([])

    func capture(
        holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32
    ) throws(BusError) -> [UInt64] {
        requests.append(
            Request(low: microseconds, edges: maximumEdges, window: windowMicroseconds))
        if let clock { times.append(clock.monotonicMilliseconds) }
        return try (answers.isEmpty ? answer : answers.removeFirst()).get()
    }
}
