public import RueHTTP
import RueServer
public import RueStore

/// The node port with its writer thread: what stands behind the listener.
public final class NodeService: Sendable {
    private let api: NodeAPI
    private let writer: WriterThread
    private let writerLife = SignOfLife()

    /// Opens the store for writing and starts the writer thread.
    ///
    /// - Parameters:
    ///   - store: where everything is kept; nothing else in this process may write to it.
    ///   - authority: what nodes trust.
    ///   - limits: how much is taken.
    ///   - clock: the server's time, in milliseconds since 1970; called from several threads.
    ///   - log: told, in words, of faults that no client's answer tells; called from several
    ///     threads.
    ///   - afterCommit: called on the writer's thread when something may have been stored, after
    ///     it was answered; must not block.
    ///   - show: called on the writer's thread with a batch that came too early to be kept; must
    ///     not block.
    /// - Throws: when the store cannot be opened, or the system gives no thread.
    public init(
        store: any Store, authority: NodeAuthority, limits: NodeLimits = NodeLimits(),
        clock: @escaping @Sendable () -> Int64, log: @escaping @Sendable (String) -> Void,
        afterCommit: @escaping @Sendable () -> Void = {},
        show: @escaping @Sendable (EarlyItem) -> Void = { _ in }
    ) throws(StoreError) {
        let directory = KeyDirectory()
        let core = try WriterCore(store: store, directory: directory, clock: clock, show: show)
        core.run([PinsJob(authority, log: log)])
        let reader = try store.makeReader()
        writer = try WriterThread(core: core, limits: limits, log: log, afterCommit: afterCommit)
        do throws(StoreError) {
            api = try NodeAPI(
                authority: authority, directory: directory, queue: writer, reader: reader,
                limits: limits, clock: clock, log: log)
            guard api.desk.start() else { throw WriterThread.noThread }
        } catch {
            writer.stop()
            throw error
        }
    }

    /// Answers a request. Nothing here blocks; what needs the store is answered later, from its
    /// thread.
    ///
    /// - Parameters:
    ///   - request: the whole request.
    ///   - reply: called once with a closure that makes the answer. It signs (some 40 µs), so it
    ///     should run on a thread of the network's.
    public func handle(
        _ request: HTTPRequest,
        reply: @escaping @Sendable (@escaping @Sendable () -> HTTPResponse) -> Void
    ) {
        api.handle(request, reply: reply)
    }

    /// The answer to a fault of HTTP itself.
    public func faultResponse(_ error: HTTPError) -> HTTPResponse { api.faultResponse(error) }

    /// Judges a request before its body has come.
    ///
    /// - Returns: how long the body may be, in bytes, or the answer that refuses it.
    public func judge(
        method: String, path: String, headers: HTTPHeaders
    ) -> Result<Int, RefusedRequest> {
        do throws(Refusal) {
            return .success(
                try NodeEndpoint(method: method, path: path, headers: headers).maximumBodyBytes)
        } catch {
            return .failure(RefusedRequest(response: api.responses.refusal(error)))
        }
    }

    /// Asks the writer for a sign of life: an empty transaction, behind all that waits. To be called
    /// again and again: each call tells what the question before it led to.
    ///
    /// - Parameter now: milliseconds of a clock that never falls.
    /// - Returns: for how many milliseconds it has owed its answer. A store that refuses is one.
    public func silence(at now: UInt64) -> UInt64 {
        writerLife.silence(at: now) { writer.submit(SignOfLifeJob(writerLife)) }
    }

    /// Answers the polls that are held, and holds no more: to be called before the server is
    /// stopped, which waits for requests that are not answered. Blocks for a moment.
    public func endPolls() { api.desk.stop() }

    /// Stores what is waiting, answers it, and ends the threads. Blocks until then. Requests that
    /// come later are answered as too many.
    public func stop() {
        endPolls()
        writer.stop()
    }
}

/// A request that is refused before its body has come.
public struct RefusedRequest: Error, Sendable {
    /// The answer.
    public let response: HTTPResponse
}
