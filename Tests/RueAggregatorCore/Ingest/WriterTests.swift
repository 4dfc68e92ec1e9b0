import Dispatch
import RueHTTP
import RueSQLite
import RueServer
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore
@testable import RueStore

/// The one who writes: many requests in one transaction, and what happens when one fails.
@Suite struct WriterTests {
    let house: TestHouse

    init() throws { house = try TestHouse() }

    func post(_ items: [[UInt8]]) -> ResponseBox {
        let box = ResponseBox()
        let request = HTTPRequest(
            method: "POST", path: "/v1/batches", headers: ["Content-Type": MediaType.sequence],
            body: MessageSequence.join(items))
        house.api.handle(request) { box.set($0()) }
        return box
    }

    @Test func requests_waitingTogether_areCommittedTogether() throws {
        let nodes = try (1...4).map { try house.newNode("node \($0)", seed: UInt8($0)) }
        let before = try house.reader.dataVersion()
        let commits = try house.writer.database.integer("PRAGMA data_version")
        var boxes: [ResponseBox] = []
        try house.queue.together {
            for node in nodes { boxes.append(post([try node.next(), try node.next()])) }
            #expect(boxes.allSatisfy { $0.response == nil })
            #expect(try house.reader.dataVersion() == before)
        }
        let receipts = try boxes.map { try house.receipt(#require($0.response)) }
        #expect(receipts.map(\.logSize) == [2, 4, 6, 8])
        #expect(try house.writer.database.integer("PRAGMA data_version") == commits)
        try house.expectVerified()
    }

    @Test func sameBatch_twiceInOneTransaction_isKeptOnce() throws {
        let node = try house.newNode("kitchen")
        let batch = try node.next()
        var boxes: [ResponseBox] = []
        house.queue.together { boxes = [post([batch]), post([batch])] }
        #expect(boxes[0].response?.body == boxes[1].response?.body)
        #expect(boxes[0].response?.status == 200)
        #expect(try house.logSize == 1)
    }

    @Test func job_failing_spoilsNoOther() throws {
        let node = try house.newNode("kitchen")
        let core = try WriterCore(
            state: WriterState(
                store: house.store.makeSQLiteWriter(), directory: KeyDirectory(), clock: { 5 }))
        let jobs = [TokenJob(1), TokenJob(2), TokenJob(1), TokenJob(3)]
        core.run(jobs)
        #expect(jobs.map(\.result) == [nil, nil, .constraint, nil])
        #expect(jobs.allSatisfy { $0.finished == 1 })
        #expect(
            try house.reader.tokens().filter { $0.spentBy == nil }.map { $0.id[0] } == [1, 2, 3])
        #expect(try house.batches(node.next()).status == 200)
    }

    @Test func disk_full_isSaidSoAndNothingHalfIsKept() throws {
        let node = try house.newNode("kitchen")
        let big = node.pack((0..<900).map { "air_temperature_\($0)" })
        let pages = try #require(try house.writer.database.integer("PRAGMA page_count"))
        try house.writer.database.execute("PRAGMA max_page_count=\(pages + 4)")
        var kept: UInt64 = 0
        var refused: (bytes: [UInt8], response: HTTPResponse)?
        while refused == nil {
            let bytes = try node.next(payload: big)
            let response = try house.batches(bytes)
            if response.status == 200 { kept += 1 } else { refused = (bytes, response) }
            try #require(kept < 20)
        }
        let (bytes, response) = try #require(refused)
        #expect(try house.problem(response).code == .diskFull)
        #expect(response.headers["Retry-After"] == "60")
        #expect(try house.logSize == Int64(kept))
        #expect(try house.reader.integrityCheck().isEmpty)
        try house.expectVerified()
        // A head is still told, and with room the same batch goes in, as if nothing had been.
        #expect(try house.head(node.headRequest()).status == 200)
        try house.writer.database.execute("PRAGMA max_page_count=1000000")
        #expect(try house.receipt(house.batches(bytes)).sequence == kept + 1)
        try house.expectVerified()
    }

    @Test func disk_full_refusesAllThatWaitedTogether() throws {
        let nodes = try (1...3).map { try house.newNode("node \($0)", seed: UInt8($0)) }
        let pages = try #require(try house.writer.database.integer("PRAGMA page_count"))
        try house.writer.database.execute("PRAGMA max_page_count=\(pages + 1)")
        let items = try nodes.map { node in
            try node.next(payload: node.pack((0..<900).map { "air_temperature_\($0)" }))
        }
        var boxes: [ResponseBox] = []
        house.queue.together { boxes = items.map { post([$0]) } }
        #expect(boxes.map { $0.response?.status } == [503, 503, 503])
        #expect(try house.logSize == 0)
        try house.writer.database.execute("PRAGMA max_page_count=1000000")
        #expect(try items.map { try house.batches($0).status } == [200, 200, 200])
        try house.expectVerified()
    }

    @Test func disk_fullForTheSecond_leavesNothingOfTheFirstBehind() throws {
        let nodes = try (1...2).map { try house.newNode("node \($0)", seed: UInt8($0)) }
        let pages = try #require(try house.writer.database.integer("PRAGMA page_count"))
        try house.writer.database.execute("PRAGMA max_page_count=\(pages + 1)")
        let small = try nodes[0].next()
        let big = try nodes[1].next(
            payload: nodes[1].pack((0..<900).map { "air_temperature_\($0)" }))
        var boxes: [ResponseBox] = []
        house.queue.together { boxes = [post([small]), post([big])] }
        #expect(boxes.map { $0.response?.status } == [503, 503])
        #expect(try house.receipt(house.batches(small)).logSize == 1)
        try house.expectVerified()
    }

    @Test func store_changedByAnotherProcess_isSeenInTheSameTransaction() throws {
        let node = try house.newNode("kitchen")
        let batch = try node.next()
        var box: ResponseBox?
        try house.queue.together {
            box = post([batch])
            try house.revoke("kitchen")
        }
        #expect(box?.response?.status == 403)
        #expect(try house.logSize == 0)
    }

    @Test func service_withItsThread_answersConcurrentRequestsAndStops() throws {
        let clock = house.clock
        let service = try NodeService(
            store: house.store, authority: house.authority,
            clock: { clock.utcMilliseconds }, log: { _ in })
        let statuses = Locked<[Int]>([])
        for number: UInt8 in 1...8 {
            let node = try TestNode(seed: number, clock: clock)
            let message = try node.enrolment(house.token("node \(number)"), house.authority)
            let request = HTTPRequest(
                method: "POST", path: "/v1/enrol", headers: ["Content-Type": MediaType.message],
                body: message)
            service.handle(request) { make in
                let status = make().status
                statuses.withLock { $0.append(status) }
            }
        }
        service.stop()
        #expect(statuses.withLock { $0 } == [Int](repeating: 200, count: 8))
        let late = ResponseBox()
        let node = try TestNode(seed: 1, clock: clock)
        service.handle(
            HTTPRequest(
                method: "POST", path: "/v1/head", headers: ["Content-Type": MediaType.message],
                body: try node.headRequest())
        ) { late.set($0()) }
        #expect(late.response?.status == 429)
    }

    @Test func queue_tooManyRequestsOrBytes_isRefused() throws {
        let started = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        var limits = NodeLimits()
        limits.waitingRequests = 3
        limits.waitingBytes = 1_000
        let writer = try WriterThread(
            core: try WriterCore(store: house.store, directory: KeyDirectory(), clock: { 5 }),
            limits: limits, log: { _ in })
        let blocker = WaitingJob(byteCount: 1_000) {
            started.signal()
            goOn.wait()
        }
        #expect(writer.submit(blocker))
        started.wait()
        #expect(!writer.submit(WaitingJob(byteCount: 1_001)))
        #expect(writer.submit(WaitingJob(byteCount: 600)))
        #expect(!writer.submit(WaitingJob(byteCount: 401)))
        #expect(writer.submit(WaitingJob(byteCount: 400)))
        #expect(writer.submit(WaitingJob(byteCount: 0)))
        #expect(!writer.submit(WaitingJob(byteCount: 0)))
        goOn.signal()
        writer.stop()
        #expect(!writer.submit(WaitingJob(byteCount: 0)))
    }

    @Test func service_underManyThreads_keepsEveryBatchOnceAndInOrder() throws {
        let threads = 4
        let perThread = 25
        let nodes = try (1...threads).map { try house.newNode("node \($0)", seed: UInt8($0)) }
        let bodies = try nodes.map { node in try (0..<perThread).map { _ in try node.next() } }
        let clock = house.clock
        let service = try NodeService(
            store: house.store, authority: house.authority,
            clock: { clock.utcMilliseconds }, log: { _ in })
        let failures = Locked(0)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for body in bodies[thread] {
                // Each batch twice at once, as a node does that lost the answer.
                let answered = DispatchSemaphore(value: 0)
                for _ in 0..<2 {
                    service.handle(
                        HTTPRequest(
                            method: "POST", path: "/v1/batches",
                            headers: ["Content-Type": MediaType.sequence], body: body)
                    ) { make in
                        if make().status != 200 { failures.withLock { $0 += 1 } }
                        answered.signal()
                    }
                }
                answered.wait()
                answered.wait()
            }
        }
        service.stop()
        #expect(failures.withLock { $0 } == 0)
        for (index, sent) in bodies.enumerated() {
            let kept = try house.reader.items(.chain(RowID(index + 1), from: 1), limit: 1_000)
            #expect(kept.map(\.bytes) == sent)
        }
        try house.expectVerified()
    }

    @Test func service_judgesARequestBeforeItsBody() throws {
        let service = try NodeService(
            store: house.store, authority: house.authority, clock: { 0 }, log: { _ in })
        defer { service.stop() }
        let good = service.judge(
            method: "POST", path: "/v1/batches", headers: ["Content-Type": MediaType.sequence])
        #expect(try good.get() == 262_144)
        let bad = service.judge(method: "POST", path: "/", headers: [:])
        guard case .failure(let refused) = bad else {
            Issue.record("an unknown path was taken")
            return
        }
        #expect(refused.response.status == 404)
    }
}

/// Changes nothing, and takes its time.
private final class WaitingJob: WriterJob {
    let byteCount: Int
    private let work: @Sendable () -> Void

    init(byteCount: Int, work: @escaping @Sendable () -> Void = {}) {
        self.byteCount = byteCount
        self.work = work
    }

    func perform(_ state: WriterState) throws(StoreError) { work() }

    func finish(_ error: StoreError?) {}
}

/// Adds a token.
///
/// `@unchecked Sendable`: used from one thread.
private final class TokenJob: WriterJob, @unchecked Sendable {
    private let id: UInt8
    private(set) var result: StoreError.Kind?
    private(set) var finished = 0

    init(_ id: UInt8) { self.id = id }

    func perform(_ state: WriterState) throws(StoreError) {
        try state.store.addToken(
            TokenRecord(
                id: [UInt8](repeating: id, count: 8), secretHash: [], nodeName: "x",
                createdMilliseconds: Int64(id), expiresMilliseconds: 0))
    }

    func finish(_ error: StoreError?) {
        result = error?.kind
        finished += 1
    }
}
