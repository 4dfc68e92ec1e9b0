import RueHTTP
import RueServer

/// Tells every open page what arrives, as server-sent events (WHATWG HTML §9.2). Each event is put
/// into words once, for all of them.
///
/// A page that does not read is cut off by its stream's own limit; more pages than the limit are
/// told to come back later.
final class LiveFeed: Sendable {
    /// How many may listen at once.
    static let maximumStreams = 64
    /// How long nothing is said, at most, so that both ends notice when the other one has gone.
    static let heartbeatMilliseconds: Int64 = 15_000
    /// What is said at once at most: more would cut off every stream, as no client can have taken
    /// it before it exceeds the stream's limit.
    static let maximumEventBytes = 128 << 10

    private struct State {
        var streams: [Int: ResponseStream] = [:]
        /// Streams that begin, and have not been put among the others yet.
        var beginning: Set<Int> = []
        var next = 0
        var position: Int64
        var lastMilliseconds: Int64 = 0
        var isStopped = false

        var count: Int { streams.count + beginning.count }
    }

    private let state: Locked<State>
    private let clock: @Sendable () -> Int64

    init(position: Int64, clock: @escaping @Sendable () -> Int64) {
        state = Locked(State(position: position))
        self.clock = clock
    }

    /// How many listen.
    var count: Int { state.withLock { $0.count } }

    /// Lets one more listen: the first that it hears is where the log stands.
    ///
    /// - Returns: false when too many do already; nothing was answered then.
    func join(_ responder: Responder) -> Bool {
        let id: Int? = state.withLock { state in
            guard !state.isStopped, state.count < Self.maximumStreams else { return nil }
            state.next += 1
            state.beginning.insert(state.next)
            return state.next
        }
        guard let id else { return false }
        let stream = responder.stream(Self.head) { [weak self] in self?.leave(id) }
        guard let stream else {
            leave(id)
            return true
        }
        let now = clock()
        let isLate: Bool = state.withLock { state in
            // It may have left by now.
            guard state.beginning.remove(id) != nil, !state.isStopped else { return true }
            stream.send(LiveEvent.hello(position: state.position, nowMilliseconds: now))
            state.streams[id] = stream
            return false
        }
        if isLate { stream.close() }
        return true
    }

    /// Passes on what arrived; a comment when nothing did for a while.
    func publish(_ update: HouseUpdate) {
        let events = Self.events(update)
        state.withLock { state in
            state.position = update.logPosition
            let silence = update.nowMilliseconds - state.lastMilliseconds
            let isDue = silence >= Self.heartbeatMilliseconds || silence < 0
            guard !events.isEmpty || isDue else { return }
            state.lastMilliseconds = update.nowMilliseconds
            let bytes = events.isEmpty ? LiveEvent.heartbeat : events
            for stream in state.streams.values { stream.send(bytes) }
        }
    }

    private static func events(_ update: HouseUpdate) -> [UInt8] {
        let house = LiveEvent.house(
            position: update.logPosition, nowMilliseconds: update.nowMilliseconds)
        let readings = update.arrivals.flatMap {
            LiveEvent.readings($0, position: update.logPosition)
        }
        guard readings.count <= maximumEventBytes else { return house }
        return (update.hasOtherNodes ? house : []) + readings
    }

    /// Ends every stream; nobody can listen any more.
    func stop() {
        let streams = state.withLock { state in
            let streams = state.streams.values
            state.isStopped = true
            state.streams = [:]
            return Array(streams)
        }
        for stream in streams { stream.close() }
    }

    private func leave(_ id: Int) {
        // The stream is let go outside the lock: its end may have more to do.
        _ = state.withLock { state in
            state.beginning.remove(id)
            return state.streams.removeValue(forKey: id)
        }
    }

    private static let head = HouseGuard.secured(
        HTTPResponse(
            status: 200,
            headers: ["Content-Type": "text/event-stream", "Cache-Control": "no-store"]))
}
