/// A few threads for work that takes too long for an event loop, each with an object of its own,
/// such as a connection to the database.
///
/// Whoever makes a pool stops it: until then its threads keep it alive.
public final class WorkerPool<Context>: Sendable {
    /// What a worker is given to do, with its own thread's context.
    public typealias Job = @Sendable (Context) -> Void

    private struct State {
        var waiting: [Job] = []
        /// Where in `waiting` the next job is: taking from an array's front would move the rest.
        var next = 0
        var running = 0
        var isStopping = false
        var threads: [SystemThread] = []

        var waitingCount: Int { waiting.count - next }

        mutating func takeNext() -> Job? {
            guard next < waiting.count else { return nil }
            let job = waiting[next]
            next += 1
            if next == waiting.count || next >= 64 {
                waiting.removeFirst(next)
                next = 0
            }
            running += 1
            return job
        }
    }

    private let maximumWaiting: Int
    private let makeContext: @Sendable () -> Context
    private let monitor = Monitor()
    // Touched inside the monitor only.
    nonisolated(unsafe) private var state = State()

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - threads: how many; at least one.
    ///   - maximumWaiting: how many jobs may wait while every thread is busy; 0 lets none wait.
    ///   - makeContext: called once on each thread, before its first job.
    /// - Throws: `.outOfResources` when the system has no threads left; none is running then.
    public init(
        threads: Int, maximumWaiting: Int, makeContext: @escaping @Sendable () -> Context
    ) throws(ServerError) {
        self.maximumWaiting = maximumWaiting
        self.makeContext = makeContext
        for _ in 0..<max(threads, 1) {
            guard let thread = SystemThread.start({ self.work() }) else {
                stop(deadlineMilliseconds: 0)
                throw .outOfResources
            }
            monitor.locked { state.threads.append(thread) }
        }
    }

    /// Has a job done by one of the threads. Never blocks; from any thread.
    ///
    /// - Parameter job: what to do.
    /// - Returns: false, and the job is let go at once, when as many wait as may, or when the pool
    ///   is stopping.
    public func submit(_ job: @escaping Job) -> Bool {
        monitor.locked {
            let free = state.threads.count - state.running
            guard !state.isStopping, state.waitingCount < maximumWaiting + max(free, 0) else {
                return false
            }
            state.waiting.append(job)
            monitor.broadcast()
            return true
        }
    }

    /// Takes no more jobs, lets those that wait be done, and ends the threads. Blocks until then:
    /// a job that runs cannot be cut off, and is waited for. Not to be called from a job.
    ///
    /// - Parameter deadlineMilliseconds: after so long the jobs that still wait are let go undone.
    /// - Returns: whether every job was done.
    @discardableResult
    public func stop(deadlineMilliseconds: UInt64) -> Bool {
        let deadline = Monitor.now + deadlineMilliseconds
        var undone: [Job] = []
        let threads: [SystemThread] = monitor.locked {
            state.isStopping = true
            monitor.broadcast()
            while state.waitingCount > 0 && Monitor.now < deadline {
                monitor.wait(milliseconds: Int(clamping: deadline - Monitor.now))
            }
            undone = Array(state.waiting[state.next...])
            state.waiting = []
            state.next = 0
            let threads = state.threads
            state.threads = []
            return threads
        }
        for thread in threads { thread.join() }
        return undone.isEmpty
    }

    /// The whole life of a thread.
    private func work() {
        let context = makeContext()
        while let job = nextJob() {
            job(context)
            monitor.locked { state.running -= 1 }
        }
    }

    private func nextJob() -> Job? {
        monitor.locked {
            while true {
                if let job = state.takeNext() {
                    if state.isStopping { monitor.broadcast() }
                    return job
                }
                if state.isStopping { return nil }
                monitor.wait(milliseconds: 60_000)
            }
        }
    }
}

extension WorkerPool where Context == Void {
    /// Starts threads that need no context.
    public convenience init(threads: Int, maximumWaiting: Int) throws(ServerError) {
        try self.init(threads: threads, maximumWaiting: maximumWaiting) {}
    }
}
