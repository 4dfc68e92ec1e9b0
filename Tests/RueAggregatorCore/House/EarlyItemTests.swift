import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// What a node shows of its newest readings while the server is refilled with older ones.
@Suite struct EarlyItemTests {
    private let house: TestHouse
    private let node: TestNode
    private let follower: HouseFollower
    private var history: [[UInt8]] = []

    init() throws {
        house = try TestHouse()
        node = try house.newNode("kitchen")
        // Sixty batches that the server does not have yet.
        for number in 1...60 {
            house.clock.advance(milliseconds: 60_000)
            history.append(try node.next(payload: node.pack(milli: Int64(number) * 1_000)))
        }
        follower = try HouseFollower(reader: house.store.makeReader())
    }

    private func shown() -> (value: String, milliseconds: Int64?)? {
        follower.states(nowMilliseconds: house.clock.utcMilliseconds)
            .first { $0.name == "kitchen" }?.allSeries.first
            .map { (ValueText.plain($0.value), $0.timeMilliseconds) }
    }

    private func send(early number: Int) throws -> [HouseUpdate.Arrival]? {
        let before = house.early.count
        let problem = try house.problem(house.batches(history[number - 1]))
        #expect(problem.code == .gap)
        let new = house.early.dropFirst(before)
        #expect(new.count == 1)
        return try follower.pass(Array(new))
    }

    @Test func earlyBatch_isShownAtOnceAndNotKept() throws {
        let arrivals = try #require(try send(early: 60))
        #expect(arrivals.map(\.node) == ["kitchen"])
        #expect(arrivals[0].values.map { ValueText.plain($0.value) } == ["60"])
        #expect(shown()?.value == "60")
        #expect(shown()?.milliseconds == house.clock.utcMilliseconds)
        #expect(try house.logSize == 0)
        #expect(try house.reader.events().isEmpty)
    }

    /// The refill goes on below, and what is shown stays the newest throughout.
    @Test func shown_staysNewestUntilTheRefillHasCaughtUp() throws {
        _ = try send(early: 59)
        for (index, item) in history.enumerated() {
            _ = try house.receipt(house.batches(item))
            _ = try follower.pass()
            if index == 20 {
                #expect(shown()?.value == "59")
                _ = try send(early: 60)
            }
            #expect(shown()?.value == (index < 20 ? "59" : "60"), "after item \(index + 1)")
        }
        #expect(try house.logSize == 60)
        // From here on the store alone tells.
        house.clock.advance(milliseconds: 60_000)
        _ = try house.receipt(house.batches(node.next(payload: node.pack(milli: 61_000))))
        _ = try follower.pass()
        #expect(shown()?.value == "61")
        #expect(
            try ReadingQuery(reader: house.reader, filter: ReadingFilter()).latest()
                .map { ValueText.plain($0.value) } == ["61"])
    }

    /// The node signs what waits anew: the early number may never come.
    @Test func repackedUnderLowerNumbers_isNotHiddenByWhatWasShown() throws {
        _ = try send(early: 60)
        house.clock.advance(milliseconds: 60_000)
        node.sequence = 0
        node.previous = try #require(try house.reader.chains().first).grantID
        _ = try house.receipt(house.batches(node.next(payload: node.pack(milli: 70_000))))
        _ = try follower.pass()
        #expect(shown()?.value == "70")
    }

    @Test func pendingOrRevokedNode_isNotShown() throws {
        try house.elsewhere { store throws(StoreError) in
            let id = try store.nodes()[0].id
            try store.setStatus(.pending, node: id, now: 1)
        }
        _ = try send(early: 60)
        #expect(shown() == nil)
    }

    @Test func unverifiedOrUnacceptable_isNotShown() throws {
        var forged = history[59]
        forged[forged.count - 1] ^= 1
        _ = try house.batches(forged)
        _ = try house.batches(node.next(payload: [0x80]))
        #expect(house.early.isEmpty)
    }

    @Test func memory_isBounded() throws {
        let before = house.early.count
        for number in 2...60 { _ = try send(early: number) }
        #expect(house.early.count == before + 59)
        var items = EarlyItems()
        for item in house.early { items.add(item) }
        #expect(items.count == 8)
    }
}
