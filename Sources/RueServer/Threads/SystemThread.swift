internal import CEvent
import Glibc

/// A POSIX thread, which gets no signals: they are the main thread's business.
public final class SystemThread: Sendable {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Nil once it was joined.
    private let thread: Locked<pthread_t?>

    /// Starts a thread. Whoever starts it joins it.
    ///
    /// - Parameter run: the whole life of the thread.
    /// - Returns: the thread; nil when the system has none left.
    public static func start(_ run: @escaping @Sendable () -> Void) -> SystemThread? {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Body(run))
        let result = pthread_create(
            &thread, nil,
            { context in
                rue_block_signals()
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            return nil
        }
        return SystemThread(thread)
    }

    private init(_ thread: pthread_t) { self.thread = Locked(thread) }

    /// Waits for its end. What it ran is let go then, with all that this held, such as a connection
    /// to the database. Once it has ended, further calls do nothing. Not to be called by itself.
    public func join() {
        thread.withLock { thread in
            if let thread { pthread_join(thread, nil) }
            thread = nil
        }
    }
}
