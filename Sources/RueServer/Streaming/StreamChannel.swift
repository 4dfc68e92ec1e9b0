/// What lies between a ``ResponseStream``, on any thread, and its connection, on its loop's thread.
final class StreamChannel: Sendable {
    /// What the connection is to do next.
    struct Work {
        /// To be written after what was taken before.
        var bytes: [UInt8]
        /// Whether nothing comes after these bytes.
        var isFinished: Bool
        /// Whether more came than may wait.
        var isOverrun: Bool
    }

    private struct State {
        var waiting: [UInt8] = []
        /// Bytes sent by the application that the socket has not taken, those of `waiting` among
        /// them.
        var backlog = 0
        var isFinished = false
        var isOverrun = false
        var hasEnded = false
        /// Whether the connection knows that there is work.
        var isAnnounced = false

        /// Whether the connection has to be told now.
        mutating func announce() -> Bool {
            defer { isAnnounced = true }
            return !isAnnounced
        }
    }

    private let maximumBacklog: Int
    private let announce: @Sendable (StreamChannel) -> Void
    private let onEnd: @Sendable () -> Void
    private let state = Locked(State())

    /// - Parameters:
    ///   - maximumBacklog: the most bytes that may wait for the client.
    ///   - announce: tells the connection to take the work; called on the sender's thread.
    ///   - onEnd: called once, on the thread of the loop.
    init(
        maximumBacklog: Int, announce: @escaping @Sendable (StreamChannel) -> Void,
        onEnd: @escaping @Sendable () -> Void
    ) {
        self.maximumBacklog = maximumBacklog
        self.announce = announce
        self.onEnd = onEnd
    }

    /// The head is on its way out: it counts for the backlog, as it is written with the pieces.
    func began(headCount: Int) {
        state.withLock { $0.backlog += headCount }
    }

    func send(_ bytes: [UInt8]) {
        let isNews = state.withLock { state in
            guard !state.hasEnded, !state.isFinished, !state.isOverrun, !bytes.isEmpty else {
                return false
            }
            if bytes.count > maximumBacklog - state.backlog {
                state.isOverrun = true
                state.waiting = []
            } else {
                state.backlog += bytes.count
                state.waiting += bytes
            }
            return state.announce()
        }
        if isNews { announce(self) }
    }

    func finish() {
        let isNews = state.withLock { state in
            guard !state.hasEnded, !state.isFinished else { return false }
            state.isFinished = true
            return state.announce()
        }
        if isNews { announce(self) }
    }

    /// Takes what waits; what comes later is announced again.
    func takeWork() -> Work {
        state.withLock { state in
            defer {
                state.waiting = []
                state.isAnnounced = false
            }
            return Work(
                bytes: state.waiting, isFinished: state.isFinished, isOverrun: state.isOverrun)
        }
    }

    /// The socket took so many bytes.
    func wrote(_ count: Int) {
        state.withLock { $0.backlog -= count }
    }

    /// The connection has no more to do with this; the second and later times change nothing.
    func end() {
        let isFirst = state.withLock { state in
            defer {
                state.hasEnded = true
                state.waiting = []
            }
            return !state.hasEnded
        }
        if isFirst { onEnd() }
    }
}
