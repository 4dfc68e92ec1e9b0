internal import CEvent
import Glibc

/// An HTTP/1.1 server over TLS 1.3: one listener that hands its connections to a few event loops.
///
/// It runs until ``stop(deadlineMilliseconds:)``, whether or not this object is kept.
public final class Server: Sendable {
    /// The port of each listener, in the order of the configuration, as the kernel chose it.
    public let ports: [UInt16]
    private let loops: [EventLoop]
    private let registry: ConnectionRegistry
    private let streams: StreamLimit
    private let threads: Locked<[SystemThread]>

    /// Opens every port and begins to serve.
    ///
    /// Raises the process's limit of open descriptors to what the connections need, as far as it
    /// is allowed to.
    /// - Parameter configuration: ports, applications and limits.
    /// - Returns: the running server.
    /// - Throws: ``ServerError``; nothing is left open then.
    public static func start(
        _ configuration: ServerConfiguration
    ) throws(ServerError) -> Server {
        rue_tls_initialise()
        rue_raise_descriptor_limit(UInt64(configuration.maximumConnections) + 256)
        var ports: [UInt16] = []
        var sockets: [ListeningSocket] = []
        do throws(ServerError) {
            for listener in configuration.listeners {
                let opened = try ListeningSocket.open(listener)
                ports.append(opened.port)
                sockets += opened.sockets
            }
            return try Server(configuration, ports, sockets)
        } catch {
            for socket in sockets { close(socket.descriptor) }
            throw error
        }
    }

    private init(
        _ configuration: ServerConfiguration, _ ports: [UInt16], _ sockets: [ListeningSocket]
    ) throws(ServerError) {
        self.ports = ports
        registry = ConnectionRegistry(
            maximumPerAddress: configuration.maximumConnectionsPerAddress,
            maximum: configuration.maximumConnections)
        streams = StreamLimit(maximum: configuration.maximumStreams)
        var loops: [EventLoop] = []
        for _ in 0..<max(configuration.eventLoops, 1) {
            loops.append(
                try EventLoop(settings: configuration, registry: registry, streams: streams))
        }
        self.loops = loops
        loops[0].install(Acceptor(sockets: sockets, loops: loops, registry: registry))
        threads = Locked([])
        try startThreads()
    }

    /// How many connections are open.
    public var connectionCount: Int { registry.count }

    /// How many streams are open.
    public var streamCount: Int { streams.count }

    /// Asks every event loop for a sign of life. To be called again and again: each call tells what
    /// the question before it led to.
    ///
    /// - Parameter now: milliseconds of a clock that never falls.
    /// - Returns: for how many milliseconds the loop that is longest silent has owed its answer.
    public func silence(at now: UInt64) -> UInt64 {
        loops.reduce(0) { max($0, $1.silence(at: now)) }
    }

    /// Closes the ports, the idle connections and the streams, lets the requests that have begun be
    /// answered, and ends the threads. Blocks until then. Not to be called from a handler.
    ///
    /// - Parameter deadlineMilliseconds: after so long the rest is cut off.
    /// - Returns: whether nothing had to be cut off.
    @discardableResult
    public func stop(deadlineMilliseconds: UInt64) -> Bool {
        let running = threads.withLock { threads in
            let running = threads
            threads = []
            return running
        }
        guard !running.isEmpty else { return true }
        let deadline = rue_monotonic_ms() + deadlineMilliseconds
        for loop in loops { loop.post(.stop(deadline: deadline)) }
        for thread in running { thread.join() }
        return loops.reduce(true) { $1.finish() && $0 }
    }

    private func startThreads() throws(ServerError) {
        // The first loop, which accepts, starts last: should a thread be missing, no client has
        // been let in.
        for loop in loops.reversed() {
            guard let thread = SystemThread.start({ loop.run() }) else {
                stop(deadlineMilliseconds: 0)
                throw .outOfResources
            }
            threads.withLock { $0.append(thread) }
        }
    }
}
