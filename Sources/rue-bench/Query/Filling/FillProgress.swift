import RueServer

/// How many readings the lanes have brought in, and what went wrong with one of them.
final class FillProgress: Sendable {
    private let state = Locked<(readings: Int64, batches: Int64)>((0, 0))

    func add(_ request: SignedRequest) {
        state.withLock {
            $0.readings += Int64(request.readings)
            $0.batches += Int64(request.batches)
        }
    }

    var readings: Int64 { state.withLock { $0.readings } }
    var batches: Int64 { state.withLock { $0.batches } }
}
