import Glibc
import RueServer
import RueTestSupport
import Testing

@Suite struct WorkerPoolTests {
    /// What each thread makes for itself.
    private final class Context: Sendable {
        let thread = UInt(pthread_self())
    }

    /// Holds jobs up until it is opened.
    private final class Gate: Sendable {
        private let monitor = Monitor()
        private let isOpen = Locked(false)

        func open() {
            isOpen.withLock { $0 = true }
            monitor.broadcast()
        }

        func pass() {
            while !isOpen.withLock({ $0 }) { monitor.locked { monitor.wait(milliseconds: 20) } }
        }
    }

    @Test func submit_job_runsWithItsOwnThreadsContext() throws {
        let pool = try WorkerPool(threads: 3, maximumWaiting: 100) { Context() }
        defer { pool.stop(deadlineMilliseconds: 10_000) }
        let gate = Gate()
        let seen = Box<(context: UInt, thread: UInt)>()
        for _ in 0..<3 {
            #expect(
                pool.submit { context in
                    seen.put((context.thread, UInt(pthread_self())))
                    gate.pass()
                })
        }
        // All three run at once, so each on a thread of its own.
        let pairs = try (0..<3).map { _ in try #require(seen.take()) }
        gate.open()
        #expect(Set(pairs.map(\.thread)).count == 3)
        for pair in pairs { #expect(pair.context == pair.thread) }
    }

    @Test func submit_manyJobs_runInOrderOnOneThread() throws {
        let pool = try WorkerPool(threads: 1, maximumWaiting: 1_000)
        let order = Locked<[Int]>([])
        for number in 0..<500 { #expect(pool.submit { order.withLock { $0.append(number) } }) }
        #expect(pool.stop(deadlineMilliseconds: 10_000))
        #expect(order.withLock { $0 } == Array(0..<500))
    }

    @Test func submit_full_isRefusedUntilThereIsRoom() throws {
        let pool = try WorkerPool(threads: 2, maximumWaiting: 3)
        let gate = Gate()
        let running = Box<Bool>()
        for _ in 0..<2 {
            #expect(
                pool.submit {
                    running.put(true)
                    gate.pass()
                })
            #expect(running.take() == true)
        }
        let done = Locked(0)
        for _ in 0..<3 { #expect(pool.submit { done.withLock { $0 += 1 } }) }
        #expect(!pool.submit { done.withLock { $0 += 100 } })
        gate.open()
        #expect(eventually { done.withLock { $0 } == 3 })
        #expect(eventually { pool.submit { done.withLock { $0 += 1 } } })
        #expect(pool.stop(deadlineMilliseconds: 10_000))
        #expect(done.withLock { $0 } == 4)
    }

    @Test func submit_nothingMayWait_takesAsManyAsThreads() throws {
        let pool = try WorkerPool(threads: 2, maximumWaiting: 0)
        let gate = Gate()
        #expect(pool.submit { gate.pass() })
        #expect(pool.submit { gate.pass() })
        #expect(!pool.submit {})
        gate.open()
        #expect(pool.stop(deadlineMilliseconds: 10_000))
    }

    @Test func stop_jobsWait_doesThemFirst() throws {
        let pool = try WorkerPool(threads: 2, maximumWaiting: 100)
        let done = Locked(0)
        for _ in 0..<100 { #expect(pool.submit { done.withLock { $0 += 1 } }) }
        #expect(pool.stop(deadlineMilliseconds: 10_000))
        #expect(done.withLock { $0 } == 100)
        #expect(!pool.submit {})
        #expect(pool.stop(deadlineMilliseconds: 0))
    }

    @Test func stop_deadlinePassed_letsTheRestGo() throws {
        let pool = try WorkerPool(threads: 1, maximumWaiting: 100)
        let gate = Gate()
        let running = Box<Bool>()
        #expect(
            pool.submit {
                running.put(true)
                gate.pass()
            })
        #expect(running.take() == true)
        let done = Locked(0)
        let released = Box<Bool>()
        do {
            let witness = Witness { released.put(true) }
            #expect(
                pool.submit {
                    withExtendedLifetime(witness) { done.withLock { $0 += 1 } }
                })
        }
        let outcome = Box<Bool>()
        onAnotherThread { outcome.put(pool.stop(deadlineMilliseconds: 50)) }
        // The job that runs is waited for, however long it takes; the one that waits is not done.
        #expect(eventually { !pool.submit {} })
        #expect(outcome.count == 0)
        onAnotherThread {
            // After the deadline: only then may the running job end.
            let pause = Monitor()
            pause.locked { pause.wait(milliseconds: 200) }
            gate.open()
        }
        #expect(outcome.take() == false)
        #expect(released.take() == true)
        #expect(done.withLock { $0 } == 0)
    }

    /// Tells when it is let go.
    private final class Witness: Sendable {
        private let onEnd: @Sendable () -> Void
        init(_ onEnd: @escaping @Sendable () -> Void) { self.onEnd = onEnd }
        deinit { onEnd() }
    }
}
