import RueServer
import Testing

@Suite struct SystemThreadTests {
    /// Notes when it is let go.
    private final class Held: Sendable {
        let isLetGo: Locked<Bool>
        init(_ isLetGo: Locked<Bool>) { self.isLetGo = isLetGo }
        deinit { isLetGo.withLock { $0 = true } }
    }

    @Test func join_returns_whenWhatTheThreadHeldIsLetGo() throws {
        for _ in 0..<200 {
            let (isLetGo, hasRun) = (Locked(false), Locked(false))
            let thread = try #require(started(Held(isLetGo), hasRun))
            thread.join()
            #expect(hasRun.withLock { $0 })
            #expect(isLetGo.withLock { $0 })
            thread.join()
        }
    }

    private func started(_ held: Held, _ hasRun: Locked<Bool>) -> SystemThread? {
        SystemThread.start { withExtendedLifetime(held) { hasRun.withLock { $0 = true } } }
    }
}
