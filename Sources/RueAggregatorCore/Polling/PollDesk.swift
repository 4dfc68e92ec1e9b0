import RueCrypto
import RueServer
import RueStore
import RueWire

/// Holds polls until there is something to tell, and examines what they say: one thread for all
/// of them, so that neither the network's threads nor the writer wait for what it reads.
///
/// `@unchecked Sendable`: what several threads touch is touched under `monitor`; `reader` and
/// `examined` belong to the one that takes turns.
final class PollDesk: @unchecked Sendable {
    private let monitor = Monitor()
    private let directory: KeyDirectory
    private let queue: any WriterQueue
    private let reader: any StoreReader
    private let responses: NodeResponses
    private let holdMilliseconds: UInt64
    private let clock: @Sendable () -> UInt64
    private var held: HeldPolls
    /// Of each node its latest: what a slow disk keeps waiting does not grow.
    private var unexamined: [RowID: Poll] = [:]
    private var isStopping = false
    private var thread: SystemThread?
    private var isWoken = false
    /// What the store knows of each node's numbers.
    private let known: Locked<[RowID: PollNumbers]>

    /// How often it looks round when nobody wakes it.
    private static let idleMilliseconds: UInt64 = 60_000

    /// Prepares a desk; its thread is started apart.
    ///
    /// - Parameters:
    ///   - directory: the keys and pins there are.
    ///   - queue: the writer's.
    ///   - reader: a connection of the desk's own.
    ///   - responses: puts answers into bytes.
    ///   - limits: how long, and how many, it holds.
    ///   - clock: the monotonic clock, in milliseconds.
    /// - Throws: what the store reports.
    init(
        directory: KeyDirectory, queue: any WriterQueue, reader: any StoreReader,
        responses: NodeResponses, limits: NodeLimits,
        clock: @escaping @Sendable () -> UInt64 = { Monitor.now }
    ) throws(StoreError) {
        self.directory = directory
        self.queue = queue
        self.reader = reader
        self.responses = responses
        self.clock = clock
        holdMilliseconds = limits.pollMilliseconds
        held = HeldPolls(maximum: limits.heldPolls)
        var numbers: [RowID: PollNumbers] = [:]
        for record in try reader.polls() { numbers[record.node] = PollNumbers(record) }
        known = Locked(numbers)
        directory.onChange { [weak self] in self?.wake() }
    }

    /// How many polls are held.
    var heldCount: Int { monitor.locked { held.count } }

    /// How many polls wait for their examination.
    var unexaminedCount: Int { monitor.locked { unexamined.count } }

    /// Takes a poll; it is answered later.
    func take(_ poll: Poll, reply: @escaping NodeAPI.Reply) throws(Refusal) {
        let new = HeldPoll(poll: poll, until: clock() + holdMilliseconds, reply: reply)
        let admission: HeldPolls.Admission = monitor.locked {
            guard !isStopping else { return .refused }
            let admission = held.hold(new)
            if case .refused = admission { return admission }
            unexamined[poll.node] = poll
            monitor.signal()
            return admission
        }
        switch admission {
        case .held: break
        case .replacing(let older): answer(older)
        case .refused:
            throw Refusal(
                .tooMany, "the server holds as many polls as it can", retryAfterSeconds: 60)
        }
    }

    /// Examines what came, and answers what is due.
    ///
    /// - Returns: when the next turn is due at the latest, on the monotonic clock.
    @discardableResult
    func turn() -> UInt64 {
        let new = monitor.locked {
            defer { unexamined = [:] }
            return unexamined
        }
        for poll in new.values { examine(poll) }
        let now = clock()
        let (due, next) = monitor.locked {
            (held.take(at: now, orWhere: hasNews), held.nextDeadline)
        }
        for held in due { answer(held) }
        return min(next ?? .max, now + Self.idleMilliseconds)
    }

    // MARK: The thread

    /// Starts the thread.
    ///
    /// - Returns: false when the system has none left.
    func start() -> Bool {
        guard let thread = SystemThread.start({ self.run() }) else { return false }
        monitor.locked { self.thread = thread }
        return true
    }

    /// Answers every poll that is held, takes no more, and returns when the thread has ended.
    func stop() {
        let thread = monitor.locked {
            isStopping = true
            monitor.broadcast()
            return self.thread
        }
        thread?.join()
        for held in monitor.locked({ held.takeAll() }) { answer(held) }
    }

    private func run() {
        while true {
            let next = turn()
            let goesOn: Bool = monitor.locked {
                let now = clock()
                if unexamined.isEmpty, !isStopping, !isWoken, next > now {
                    monitor.wait(milliseconds: Int(clamping: next - now))
                }
                isWoken = false
                return !isStopping
            }
            if !goesOn { return }
        }
    }

    private func wake() {
        monitor.locked {
            isWoken = true
            monitor.broadcast()
        }
    }

    // MARK: Answers

    private func hasNews(_ poll: Poll) -> Bool {
        newPins(for: poll) != nil || !(directory.signer(poll.keyID)?.isCurrent ?? false)
    }

    private func newPins(for poll: Poll) -> PinsRecord? {
        directory.pins.flatMap { $0.number > Int64(poll.payload.pinsNumber) ? $0 : nil }
    }

    private func answer(_ held: HeldPoll) {
        let (poll, responses) = (held.poll, responses)
        guard directory.signer(poll.keyID)?.isCurrent ?? false else {
            return held.reply { responses.refusal(.revoked) }
        }
        let pins = newPins(for: poll)
        held.reply { responses.news(pins, for: poll.keyID) }
    }

    // MARK: What a poll says

    private func examine(_ poll: Poll) {
        checkWitness(of: poll)
        let numbers = PollNumbers(poll.payload)
        let isNew = known.withLock { $0[poll.node] != numbers }
        let isAhead = directory.pins.map { numbers.pins > $0.number } ?? false
        guard isNew || isAhead else { return }
        let known = known
        _ = queue.submit(
            PollJob(poll, numbers, log: responses.log) {
                known.withLock { $0[poll.node] = numbers }
            })
    }

    /// Raises the alarm where the log is not the one that the node saw.
    private func checkWitness(of poll: Poll) {
        do throws(StoreError) {
            guard try WitnessCheck.fault(in: poll.payload, by: reader) != nil else { return }
        } catch {
            return responses.log("cannot look up what a node saw of the log: \(error)")
        }
        do throws(CryptoError) {
            // Where the queue is full, the next poll says the same again.
            _ = queue.submit(
                WitnessJob(poll, newLogID: try RandomBytes.id(), log: responses.log))
        } catch {
            responses.log("cannot begin a new log: \(error.description)")
        }
    }
}
