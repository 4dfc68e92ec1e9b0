import Glibc
import RueServer
public import RueStore

/// The latest value of every series, kept in memory by a thread that follows the log.
///
/// It looks at the log when it is woken, at most four times a second, and once a second anyway, for
/// what other processes do: a node renamed or revoked, for one.
///
/// `@unchecked Sendable`: what several threads touch is touched under `monitor`; `follower` belongs
/// to the thread.
public final class HouseBoard: @unchecked Sendable {
    private let monitor = Monitor()
    private let follower: HouseFollower
    private let clock: @Sendable () -> Int64
    private let log: @Sendable (String) -> Void
    private var nodes: [NodeState]
    private var logPosition: Int64
    private var isComplete: Bool
    private var listener: (@Sendable (HouseUpdate) -> Void)?
    private var early: [EarlyItem] = []
    private var isWoken = false
    private var isStopping = false
    private var thread: SystemThread?
    private var lastFault: StoreError?

    /// How often other processes' changes are looked for.
    private static let idleMilliseconds = 1_000
    /// How long a look waits for more, so that a flood costs no more than four looks a second.
    private static let tickMilliseconds = 250
    /// Between looks while there is history left to read.
    private static let loadingMilliseconds = 20

    /// Begins to follow the log.
    ///
    /// - Parameters:
    ///   - store: what to follow; the board makes a connection of its own.
    ///   - clock: the server's time, in milliseconds since 1970; called from several threads.
    ///   - log: told, in words, of faults.
    /// - Throws: when the store cannot be read, or the system gives no thread.
    public init(
        store: any Store, clock: @escaping @Sendable () -> Int64,
        log: @escaping @Sendable (String) -> Void
    ) throws(StoreError) {
        self.clock = clock
        self.log = log
        follower = try HouseFollower(reader: try store.makeReader())
        nodes = follower.states(nowMilliseconds: clock())
        logPosition = follower.logPosition
        isComplete = follower.isComplete
        try start()
    }

    /// The house as it is now. Never waits for the store.
    ///
    /// - Returns: a copy that does not change.
    public func snapshot() -> HouseSnapshot {
        let (nodes, logPosition, isComplete) = monitor.locked {
            (self.nodes, self.logPosition, self.isComplete)
        }
        let now = clock()
        return HouseSnapshot(
            nowMilliseconds: now, nodes: nodes.map { $0.judged(atMilliseconds: now) },
            logPosition: logPosition, isComplete: isComplete)
    }

    /// Tells the thread that there is something new. Costs next to nothing, from any thread.
    public func wake() {
        monitor.locked {
            guard !isWoken else { return }
            isWoken = true
            monitor.signal()
        }
    }

    /// Shows a batch that came too early to be kept, until the store has it. Costs next to nothing,
    /// from any thread.
    ///
    /// - Parameter item: the batch; nothing is shown of a node that is not active.
    public func show(_ item: EarlyItem) {
        monitor.locked {
            // One look is never so late that more would be of use.
            if early.count < Self.mostEarly { early.append(item) }
        }
        wake()
    }

    private static let mostEarly = 256

    /// Ends the thread. Blocks until then.
    public func stop() {
        let thread = monitor.locked {
            isStopping = true
            monitor.broadcast()
            return self.thread
        }
        thread?.join()
    }

    /// Names who is told, on the board's thread, of every look at the log: at least one a second.
    func tell(_ listener: (@Sendable (HouseUpdate) -> Void)?) {
        monitor.locked { self.listener = listener }
    }

    // MARK: The thread

    private func start() throws(StoreError) {
        guard let thread = SystemThread.start({ self.run() }) else {
            throw StoreError(
                .failed, code: EAGAIN, message: "the system gives no thread for the board", sql: "")
        }
        monitor.locked { self.thread = thread }
    }

    private func run() {
        while waitForWork() { look() }
    }

    /// Until it is woken, or a while has passed; false at the end.
    private func waitForWork() -> Bool {
        monitor.locked {
            // A store with a fault is not asked again and again for the rest of its history.
            if isComplete || isWoken || lastFault != nil {
                // What follows within the tick is taken in the same look.
                if !isWoken && !isStopping { monitor.wait(milliseconds: Self.idleMilliseconds) }
                if isWoken && !isStopping { monitor.wait(milliseconds: Self.tickMilliseconds) }
            } else if !isStopping {
                monitor.wait(milliseconds: Self.loadingMilliseconds)
            }
            isWoken = false
            return !isStopping
        }
    }

    private func look() {
        do throws(StoreError) {
            let early = monitor.locked {
                defer { self.early.removeAll(keepingCapacity: true) }
                return self.early
            }
            let arrivals = try follower.pass(early)
            let now = clock()
            var hasOtherNodes = false
            if arrivals != nil { hasOtherNodes = publish(follower.states(nowMilliseconds: now)) }
            lastFault = nil
            let listener = monitor.locked { self.listener }
            listener?(
                HouseUpdate(
                    nowMilliseconds: now, logPosition: follower.logPosition,
                    hasOtherNodes: hasOtherNodes, arrivals: arrivals ?? []))
        } catch {
            if error != lastFault { log("the board cannot read the store: " + error.description) }
            lastFault = error
        }
    }

    /// - Returns: whether the nodes or their names are other ones.
    private func publish(_ states: [NodeState]) -> Bool {
        monitor.locked {
            let isSame = nodes.elementsEqual(states) {
                $0.name == $1.name && $0.baseName == $1.baseName
            }
            nodes = states
            logPosition = follower.logPosition
            isComplete = follower.isComplete
            return !isSame
        }
    }
}
