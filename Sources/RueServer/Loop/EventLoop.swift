internal import CEvent
import Glibc
import RueHTTP
import Synchronization

/// One thread and the connections it serves.
///
/// Unchecked, because all but the mailbox, the wake-up descriptor and the thread's number belongs
/// to the loop's own thread: other threads only post jobs.
final class EventLoop: @unchecked Sendable {
    private struct Mailbox {
        var jobs: [LoopJob] = []
        /// Whether nobody will ever look into it again.
        var isClosed = false
    }

    let base: OpaquePointer
    let settings: ServerConfiguration
    let registry: ConnectionRegistry
    let streams: StreamLimit
    /// Where sockets are read to; every connection of this loop uses it in its turn.
    let scratch: UnsafeMutableRawBufferPointer

    private let wakeup: Int32
    private let wakeupEvent: OpaquePointer
    private let stopTimer: OpaquePointer
    private let mailbox = Locked(Mailbox())
    private let threadNumber = Atomic<UInt>(0)
    private let life = SignOfLife()

    /// Bytes of unfinished requests that this loop's connections hold.
    var heldBytes = 0

    private var acceptor: Acceptor?
    private var connections: [UInt64: Connection] = [:]
    private var isStopping = false
    private var isCutShort = false
    private var dateSecond = -1
    private var dateText = ""

    init(
        settings: ServerConfiguration, registry: ConnectionRegistry, streams: StreamLimit
    ) throws(ServerError) {
        let wakeup = rue_wakeup_new()
        guard wakeup >= 0, let base = rue_loop_new(),
            let wakeupEvent = event_new(base, wakeup, rue_ev_read | rue_ev_persist, nil, nil),
            let stopTimer = event_new(base, -1, 0, nil, nil)
        else { throw .outOfResources }
        self.base = base
        self.settings = settings
        self.registry = registry
        self.streams = streams
        self.wakeup = wakeup
        self.wakeupEvent = wakeupEvent
        self.stopTimer = stopTimer
        scratch = .allocate(byteCount: 64 << 10, alignment: 16)
        assignEvents()
    }

    deinit {
        event_free(wakeupEvent)
        event_free(stopTimer)
        event_base_free(base)
        Glibc.close(wakeup)
        scratch.deallocate()
    }

    /// Milliseconds of the monotonic clock.
    var now: UInt64 { rue_monotonic_ms() }

    /// The date for responses, made once a second.
    var date: String {
        let second = time(nil)
        if second != dateSecond {
            dateSecond = second
            dateText = HTTPDate.text(second)
        }
        return dateText
    }

    /// Whether this loop's connections hold more than its share of what the server may hold.
    var isOverloaded: Bool {
        heldBytes > settings.maximumHeldBytes / max(settings.eventLoops, 1)
    }

    /// Gives this loop the listening sockets, before its thread runs.
    func install(_ acceptor: Acceptor) {
        self.acceptor = acceptor
    }

    /// Serves until it is told to stop; the whole life of the thread.
    func run() {
        threadNumber.store(UInt(pthread_self()), ordering: .relaxed)
        acceptor?.begin()
        event_base_dispatch(base)
        acceptor?.end()
        acceptor = nil
    }

    /// After the thread's end: whether every connection was done in time. Closes what was posted
    /// too late.
    func finish() -> Bool {
        for job in takeJobs(closing: true) {
            switch job {
            case .adopt(let accepted): Glibc.close(accepted.descriptor)
            case .answer(_, let answer): answer.drop()
            case .serveStream, .evict, .cutOff, .showLife, .stop: break
            }
        }
        return !isCutShort
    }

    /// Asks the loop to do something; from any thread.
    ///
    /// - Returns: false when the loop has ended, and the job is let go.
    @discardableResult
    func post(_ job: LoopJob) -> Bool {
        let count: Int? = mailbox.withLock { mailbox in
            guard !mailbox.isClosed else { return nil }
            mailbox.jobs.append(job)
            return mailbox.jobs.count
        }
        if count == 1 { rue_wakeup_signal(wakeup) }
        return count != nil
    }

    /// Brings an answer to its connection; from any thread. From within the request's own handler
    /// it needs no detour.
    ///
    /// - Returns: false when the loop has ended.
    @discardableResult
    func answer(_ connection: UInt64, _ answer: ConnectionAnswer) -> Bool {
        let isHere = threadNumber.load(ordering: .relaxed) == UInt(pthread_self())
        if isHere, let connection = connections[connection], connection.isInHandler {
            connection.answer(answer)
            return true
        }
        return post(.answer(connection: connection, answer))
    }

    /// How long the loop has owed a sign of life, in milliseconds; asks for the next one.
    func silence(at now: UInt64) -> UInt64 {
        life.silence(at: now) { post(.showLife) }
    }

    func adopt(_ accepted: AcceptedSocket) {
        guard !isStopping, let connection = Connection(accepted, loop: self) else {
            if isStopping { Glibc.close(accepted.descriptor) }
            return registry.remove(accepted.record)
        }
        connections[accepted.record.id] = connection
        connection.start()
    }

    /// A connection has closed.
    func forget(_ connection: Connection) {
        registry.remove(connection.record)
        connections[connection.record.id] = nil
        endIfDone()
    }

    private func assignEvents() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        event_assign(
            wakeupEvent, base, wakeup, rue_ev_read | rue_ev_persist,
            { EventLoop.from($2)?.runJobs() }, context)
        event_assign(stopTimer, base, -1, 0, { EventLoop.from($2)?.cutShort() }, context)
        _ = rue_event_enable(wakeupEvent)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> EventLoop? {
        context.map { Unmanaged<EventLoop>.fromOpaque($0).takeUnretainedValue() }
    }

    private func takeJobs(closing: Bool = false) -> [LoopJob] {
        mailbox.withLock { mailbox in
            let taken = mailbox.jobs
            mailbox.jobs = []
            if closing { mailbox.isClosed = true }
            return taken
        }
    }

    private func runJobs() {
        rue_wakeup_clear(wakeup)
        for job in takeJobs() {
            switch job {
            case .adopt(let accepted): adopt(accepted)
            case .answer(let id, let answer): bring(answer, to: connections[id])
            case .serveStream(let id): connections[id]?.serveStream()
            case .evict(let id): connections[id]?.leave()
            case .cutOff(let id): connections[id]?.cutOff()
            case .showLife: life.give()
            case .stop(let deadline): stop(deadline)
            }
        }
    }

    private func bring(_ answer: ConnectionAnswer, to connection: Connection?) {
        if let connection { connection.answer(answer) } else { answer.drop() }
    }

    private func stop(_ deadline: UInt64) {
        isStopping = true
        acceptor?.end()
        for connection in Array(connections.values) { connection.leave() }
        _ = rue_timer_arm(stopTimer, deadline > now ? deadline - now : 0)
        endIfDone()
    }

    private func cutShort() {
        // One that is only drained has had its answer.
        isCutShort = connections.values.contains { $0.phase != .draining }
        for connection in Array(connections.values) { connection.close(finishing: false) }
        endIfDone()
    }

    private func endIfDone() {
        if isStopping && connections.isEmpty { event_base_loopbreak(base) }
    }
}
