import RueSensors

/// A line that says what it was asked for, and answers what it was told.
final class RecordingLine: PulseLine {
    struct Request: Equatable {
        let low: UInt32
        let edges: Int
        let window: UInt32
    }

    private(set) var requests: [Request] = []
    var answer: Result<[UInt64], BusError> = .success([])

    func capture(
        holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32
    ) throws(BusError) -> [UInt64] {
        requests.append(
            Request(low: microseconds, edges: maximumEdges, window: windowMicroseconds))
        return try answer.get()
    }
}
