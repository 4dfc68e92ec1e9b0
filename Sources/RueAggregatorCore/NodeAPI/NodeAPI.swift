import RueCrypto
import RueHTTP
import RueServer
import RueStore
import RueWire

/// The node port: from a request to its answer, without a socket.
///
/// Decoding, verifying and signing happen on the caller's thread; only what needs the store goes to
/// its writer.
final class NodeAPI: Sendable {
    /// Takes an answer, made by the closure, to the one who asked; the closure signs, and so should
    /// run on a thread of the network's rather than on the writer's.
    typealias Reply = @Sendable (@escaping @Sendable () -> HTTPResponse) -> Void

    let authority: NodeAuthority
    let directory: KeyDirectory
    let queue: any WriterQueue
    let responses: NodeResponses
    let enrolmentLog: EnrolmentLog
    let desk: PollDesk
    private let quota: ByteQuota
    private let clock: @Sendable () -> Int64

    init(
        authority: NodeAuthority, directory: KeyDirectory, queue: any WriterQueue,
        reader: any StoreReader, limits: NodeLimits, clock: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> UInt64 = { Monitor.now },
        log: @escaping @Sendable (String) -> Void
    ) throws(StoreError) {
        self.authority = authority
        self.directory = directory
        self.queue = queue
        self.clock = clock
        quota = ByteQuota(limits)
        enrolmentLog = EnrolmentLog(clock: clock, log: log)
        responses = NodeResponses(authority: authority, log: log)
        desk = try PollDesk(
            directory: directory, queue: queue, reader: reader, responses: responses,
            limits: limits, clock: uptime)
    }

    /// Answers a request, at once or after the writer's commit.
    func handle(_ request: HTTPRequest, reply: @escaping Reply) {
        do throws(Refusal) {
            let endpoint = try NodeEndpoint(
                method: request.method, path: request.path, headers: request.headers)
            guard request.body.count <= endpoint.maximumBodyBytes else {
                throw Refusal(
                    .tooLarge, "the body may have \(endpoint.maximumBodyBytes) bytes")
            }
            switch endpoint {
            case .batches: try takeBatches(request.body, reply)
            case .enrol: try enrol(request.body, reply)
            case .head: try tellHead(request.body, reply)
            case .commands: try takePoll(request.body, reply)
            }
        } catch {
            let responses = responses
            reply { responses.refusal(error) }
        }
    }

    /// The answer to a fault of HTTP itself.
    func faultResponse(_ error: HTTPError) -> HTTPResponse {
        let code: ProblemCode =
            switch error.status {
            case 408: .timeout
            case 411: .length
            case 413: .tooLarge
            case 429: .tooMany
            case 431: .headers
            default: .malformed
            }
        return responses.refusal(
            Refusal(code, error.description, retryAfterSeconds: code == .tooMany ? 1 : nil))
    }

    private func takeBatches(_ body: [UInt8], _ reply: @escaping Reply) throws(Refusal) {
        let ranges = try Self.split(body)
        var preparation = ItemPreparation(directory: directory)
        preparation.take(body, ranges)
        guard let node = preparation.node, !preparation.items.isEmpty else {
            throw preparation.refusal ?? .signature
        }
        try charge(body.count, to: node.node)
        let responses = responses
        try submit(
            BatchesJob(items: preparation.items, trailing: preparation.refusal) { result in
                reply {
                    switch result {
                    case .success(.success(let receipt)): responses.receipt(receipt)
                    case .success(.failure(let refusal)): responses.refusal(refusal)
                    case .failure(let error): responses.failure(error)
                    }
                }
            })
    }

    private func takePoll(_ body: [UInt8], _ reply: @escaping Reply) throws(Refusal) {
        let poll = try Poll(body, directory: directory)
        try charge(body.count, to: poll.node)
        try desk.take(poll, reply: reply)
    }

    private func charge(_ bytes: Int, to node: RowID) throws(Refusal) {
        guard let seconds = quota.take(bytes, node: node, now: clock()) else { return }
        throw Refusal(
            .tooMany, "the node has sent more than its share of bytes", retryAfterSeconds: seconds)
    }

    private static func split(_ body: [UInt8]) throws(Refusal) -> [Range<Int>] {
        do throws(WireError) {
            return try MessageSequence.split(body, maximumItems: WireLimits.bodyItems)
        } catch {
            if case .tooManyItems = error { throw Refusal(.tooLarge, error.description) }
            throw Refusal(.malformed, error.description)
        }
    }

    func submit(_ job: any WriterJob) throws(Refusal) {
        guard queue.submit(job) else { throw .busy }
    }
}
