internal import CEvent
import Glibc

/// A POSIX thread.
public enum SystemThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread, which gets no signals: they are the main thread's business.
    ///
    /// - Parameter run: the whole life of the thread.
    /// - Returns: the thread, to be joined; nil when the system has none left.
    static func start(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
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
        return thread
    }

    /// Starts a thread that nobody waits for; else it gets no signals either.
    ///
    /// - Parameter run: the whole life of the thread.
    /// - Returns: whether the system had one left.
    public static func startDetached(_ run: @escaping @Sendable () -> Void) -> Bool {
        guard let thread = start(run) else { return false }
        pthread_detach(thread)
        return true
    }
}
