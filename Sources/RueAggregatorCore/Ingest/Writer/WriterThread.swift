import Glibc
import RueServer
import RueStore

/// The one thread that writes. Whatever is waiting when it comes round goes into one transaction
/// with one sync.
///
/// `@unchecked Sendable`: what several threads touch is touched under `monitor`; `core` belongs to
/// the thread.
final class WriterThread: WriterQueue, @unchecked Sendable {
    private let monitor = Monitor()
    private let core: WriterCore
    private let limits: NodeLimits
    private let log: @Sendable (String) -> Void
    private let afterCommit: @Sendable () -> Void
    private var waiting: [any WriterJob] = []
    private var waitingBytes = 0
    private var isStopping = false
    private var thread: SystemThread?

    /// How often another process's changes are looked for when there is nothing to write.
    private static let idleMilliseconds = 1_000

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - core: what it runs.
    ///   - limits: how much may wait.
    ///   - log: told of what fails while nobody is asking.
    ///   - afterCommit: called on the thread after each turn, when all has been answered.
    /// - Throws: `.failed` when the system gives no thread.
    init(
        core: WriterCore, limits: NodeLimits, log: @escaping @Sendable (String) -> Void,
        afterCommit: @escaping @Sendable () -> Void = {}
    ) throws(StoreError) {
        self.core = core
        self.limits = limits
        self.log = log
        self.afterCommit = afterCommit
        try start()
    }

    func submit(_ job: any WriterJob) -> Bool {
        monitor.locked {
            guard !isStopping, waiting.count < limits.waitingRequests,
                waitingBytes + job.byteCount <= limits.waitingBytes
            else { return false }
            waiting.append(job)
            waitingBytes += job.byteCount
            if waiting.count == 1 { monitor.signal() }
            return true
        }
    }

    /// Performs what is waiting, ends the thread, and returns when it has ended.
    func stop() {
        let thread = monitor.locked {
            isStopping = true
            monitor.broadcast()
            return self.thread
        }
        thread?.join()
    }

    private func start() throws(StoreError) {
        guard let thread = SystemThread.start({ self.run() }) else { throw Self.noThread }
        monitor.locked { self.thread = thread }
    }

    /// What the system said no to.
    static var noThread: StoreError {
        StoreError(
            .failed, code: EAGAIN, message: "the system gives no thread for the store", sql: "")
    }

    private func run() {
        while let jobs = next() {
            if jobs.isEmpty {
                refresh()
            } else {
                core.run(jobs)
                afterCommit()
            }
        }
    }

    /// What is waiting, or nothing after a while without; nil at the end.
    private func next() -> [any WriterJob]? {
        monitor.locked {
            if waiting.isEmpty {
                if isStopping { return nil }
                monitor.wait(milliseconds: Self.idleMilliseconds)
            }
            if waiting.isEmpty && isStopping { return nil }
            let jobs = waiting
            waiting.removeAll(keepingCapacity: true)
            waitingBytes = 0
            return jobs
        }
    }

    private func refresh() {
        do throws(StoreError) {
            try core.refresh()
        } catch {
            log("the store cannot be read: \(error)")
        }
    }
}
