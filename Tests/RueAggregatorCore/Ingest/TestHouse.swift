import RueCrypto
import RueHTTP
import RueServer
import RueSQLite
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore
@testable import RueStore

func bytes32(_ byte: UInt8) -> Bytes32 { Bytes32([UInt8](repeating: byte, count: 32)) ?? .zero }

func bytes16(_ byte: UInt8) -> Bytes16 { Bytes16([UInt8](repeating: byte, count: 16)) ?? .zero }

/// Lines, from any thread.
final class TestLog: Sendable {
    private let kept = Locked<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    func add(_ line: String) { kept.withLock { $0.append(line) } }
}

/// The node port on a real store in a folder of its own, with a clock that stands still and without
/// threads.
final class TestHouse {
    let folder: ScratchFolder
    let clock = ManualClock()
    let authority: NodeAuthority
    let store: SQLiteStore
    /// What the server's log was told.
    let log = TestLog()
    let reader: any StoreReader
    /// What came before its turn.
    var early: [EarlyItem] { earlyItems.withLock { $0 } }
    private let earlyItems = Locked<[EarlyItem]>([])
    /// The writer's own connection, for a full disk.
    private(set) var writer: SQLiteWriter
    private(set) var queue: InlineQueue
    private(set) var api: NodeAPI
    private let limits: NodeLimits

    /// - Parameters:
    ///   - limits: how much a node may send.
    ///   - seed: that of the server's key.
    ///   - folder: where the store is, which may be there already; a new one by default.
    ///   - vfs: through which SQLite reaches the store.
    /// - Throws: what the file system or the store says.
    init(
        limits: NodeLimits = NodeLimits(), seed: UInt8 = 0x5e, folder: ScratchFolder? = nil,
        vfs: String? = nil
    ) throws {
        self.limits = limits
        self.folder = try folder ?? ScratchFolder()
        authority = NodeAuthority(
            signingKey: try SigningKey(seed: [UInt8](repeating: seed, count: 32)),
            livePin: bytes32(0x11), recoveryPin: bytes32(0x22))
        store = try SQLiteStore(
            path: self.folder.file("store.sqlite"), serverID: authority.serverID,
            now: clock.utcMilliseconds, vfs: vfs)
        reader = try store.makeReader()
        (writer, queue, api) = try Self.start(store, authority, clock, limits, log, earlyItems)
    }

    /// Stops and starts the server: nothing is known but what is in the store.
    func restart() throws {
        (writer, queue, api) = try Self.start(store, authority, clock, limits, log, earlyItems)
    }

    private static func start(
        _ store: SQLiteStore, _ authority: NodeAuthority, _ clock: ManualClock,
        _ limits: NodeLimits,
        _ log: TestLog, _ early: Locked<[EarlyItem]>
    ) throws -> (SQLiteWriter, InlineQueue, NodeAPI) {
        let writer = try store.makeSQLiteWriter()
        let directory = KeyDirectory()
        let state = WriterState(
            store: writer, directory: directory, clock: { clock.utcMilliseconds },
            show: { item in early.withLock { $0.append(item) } })
        let core = try WriterCore(state: state)
        core.run([PinsJob(authority, log: { log.add($0) })])
        let queue = InlineQueue(core)
        let api = try NodeAPI(
            authority: authority, directory: directory, queue: queue, reader: store.makeReader(),
            limits: limits, clock: { clock.utcMilliseconds },
            uptime: { UInt64(clock.monotonicMilliseconds) }, log: { log.add($0) })
        return (writer, queue, api)
    }

    // MARK: Requests

    func send(_ request: HTTPRequest) throws -> HTTPResponse {
        let box = ResponseBox()
        api.handle(request) { box.set($0()) }
        return try #require(box.response)
    }

    func post(_ path: String, _ body: [UInt8], type: String) throws -> HTTPResponse {
        try send(
            HTTPRequest(method: "POST", path: path, headers: ["Content-Type": type], body: body))
    }

    func batches(_ items: [UInt8]...) throws -> HTTPResponse {
        try post("/v1/batches", MessageSequence.join(items), type: MediaType.sequence)
    }

    func enrol(_ message: [UInt8]) throws -> HTTPResponse {
        try post("/v1/enrol", message, type: MediaType.message)
    }

    func head(_ message: [UInt8]) throws -> HTTPResponse {
        try post("/v1/head", message, type: MediaType.message)
    }

    // MARK: Other processes

    /// Changes the store as another process does, such as `rue-aggregator node revoke`.
    func elsewhere(_ change: (any StoreWriter) throws(StoreError) -> Void) throws {
        let other = try store.makeWriter()
        try other.transaction { () throws(StoreError) in try change(other) }
    }

    func token(
        _ name: String, lifetime: Int64 = EnrolmentToken.lifetimeMilliseconds
    ) throws -> EnrolmentToken {
        let token = try EnrolmentToken(
            nodeName: name, now: clock.utcMilliseconds, lifetime: lifetime)
        try elsewhere { store throws(StoreError) in try store.addToken(token.record) }
        return token
    }

    func revoke(_ name: String) throws {
        let now = clock.utcMilliseconds
        let node = try #require(try reader.node(named: name))
        try elsewhere { store throws(StoreError) in
            try store.setStatus(.revoked, node: node.id, now: now)
            try store.revokeKeys(node: node.id, now: now)
        }
    }

    /// A node that is enrolled under a name.
    func newNode(_ name: String, seed: UInt8 = 1) throws -> TestNode {
        let node = try TestNode(seed: seed, clock: clock)
        try node.accept(grant: enrol(node.enrolment(token(name), authority)), from: self)
        return node
    }

    // MARK: Answers

    func receipt(_ response: HTTPResponse) throws -> ReceiptPayload {
        try #require(response.status == 200, "\(problemText(response))")
        #expect(response.headers["Content-Type"] == MediaType.message)
        let envelope = try Envelope.decode(response.body)
        #expect(envelope.kind == .receipt)
        #expect(envelope.verify(with: authority.signingKey.publicKey))
        return try ReceiptPayload(decoding: envelope.payload)
    }

    func problem(_ response: HTTPResponse) throws -> Problem {
        #expect(response.headers["Content-Type"] == MediaType.problem)
        let problem = try Problem(decoding: response.body)
        #expect(problem.code.status == response.status)
        return problem
    }

    func headPayload(_ message: [UInt8]) throws -> HeadPayload {
        let envelope = try Envelope.decode(message)
        #expect(envelope.kind == .head)
        #expect(envelope.verify(with: authority.signingKey.publicKey))
        return try HeadPayload(decoding: envelope.payload)
    }

    private func problemText(_ response: HTTPResponse) -> String {
        do {
            return try Problem(decoding: response.body).detail
        } catch {
            return "status \(response.status)"
        }
    }

    // MARK: What is kept

    var logSize: Int64 {
        get throws { try reader.logState().size }
    }

    func items() throws -> [StoredItem] { try reader.items(.log(after: 0), limit: 10_000) }

    /// Asserts what `rue-aggregator verify` asserts.
    func expectVerified() throws {
        let report = try Verifier(reader: store.makeReader()).run { _, _ in }
        #expect(report.isGood, "\(report.problems)")
    }
}

/// Runs jobs at once on the caller's thread, or together when told.
///
/// `@unchecked Sendable`: every test uses its own from one thread.
final class InlineQueue: WriterQueue, @unchecked Sendable {
    private let core: WriterCore
    private var held: [any WriterJob]?
    /// Whether the next jobs find the queue full.
    var isFull = false

    init(_ core: WriterCore) { self.core = core }

    func submit(_ job: any WriterJob) -> Bool {
        if isFull { return false }
        if held == nil {
            core.run([job])
        } else {
            held?.append(job)
        }
        return true
    }

    /// Runs all that `body` submits in one transaction.
    func together(_ body: () throws -> Void) rethrows {
        held = []
        try body()
        let jobs = held ?? []
        held = nil
        core.run(jobs)
    }
}

/// `@unchecked Sendable`: every test uses its own from one thread.
final class ResponseBox: @unchecked Sendable {
    private(set) var response: HTTPResponse?

    func set(_ response: HTTPResponse) { self.response = response }
}
