import RueStore
import RueTestSupport
import RueWire
import Testing

@Suite struct ItemStoreTests {
    let it: TestStore

    init() throws { it = try TestStore() }

    @Test func item_appended_comesBackWhole() throws {
        var item = it.item(1, times: ItemTimes(first: 100, last: 200))
        item.quarantineReason = "not a pack"
        item.isUncertain = true
        item.kind = .rotation
        try it.append(item)
        let found = try #require(try it.reader.item(chain: it.chain, sequence: 1))
        #expect(found.position == 1)
        #expect(found.node == it.node)
        #expect(found.kind == .rotation)
        #expect(found.quarantineReason == "not a pack")
        #expect(found.isQuarantined)
        #expect(found.bytes == [1, 0, 255])
        #expect(found.receivedMilliseconds == 5_000)
        #expect(found.times == ItemTimes(first: 100, last: 200))
        #expect(found.isUncertain)
        #expect(found.logHead == bytes32(1))
        #expect(try found.logID == it.reader.logState().id)
        #expect(try it.reader.lastItem(chain: it.chain) == found)
    }

    @Test func item_sameSequenceTwice_isRefused() throws {
        try it.append(it.item(1))
        var again = it.item(2)
        again.sequence = 1
        let error = #expect(throws: StoreError.self) { try it.append(again) }
        #expect(error?.kind == .constraint)
        #expect(try it.reader.logState().size == 1)
    }

    @Test func logState_followsTheLastItem() throws {
        try it.append(it.item(1), it.item(2))
        let state = try it.reader.logState()
        #expect(state.size == 2)
        #expect(state.head == bytes32(2))
    }

    @Test func logSegment_new_countsFromTheNextItem() throws {
        let first = try it.reader.logState().id
        try it.append(it.item(1))
        try it.write { writer throws(StoreError) in try writer.beginLogSegment(id: bytes16(0xaa)) }
        try it.append(it.item(2))
        let items = try it.reader.items(.log(after: 0), limit: 10)
        #expect(items.map(\.logID) == [first, bytes16(0xaa)])
        #expect(try it.reader.logSegments().map(\.afterSize) == [0, 1])
        #expect(try it.reader.logState().id == bytes16(0xaa))
    }

    @Test func items_inLogOrder_pageByPosition() throws {
        for position: Int64 in 1...5 { try it.append(it.item(position)) }
        #expect(try it.reader.items(.log(after: 0), limit: 2).map(\.position) == [1, 2])
        #expect(try it.reader.items(.log(after: 2), limit: 9).map(\.position) == [3, 4, 5])
        #expect(try it.reader.items(.log(after: 5), limit: 9).isEmpty)
    }

    @Test func items_ofAChain_goBothWays() throws {
        for position: Int64 in 1...5 { try it.append(it.item(position)) }
        let up = try it.reader.items(.chain(it.chain, from: 3), limit: 2)
        #expect(up.map(\.sequence) == [3, 4])
        let down = try it.reader.items(.newest(chain: it.chain, below: 5), limit: 2)
        #expect(down.map(\.sequence) == [4, 3])
        #expect(try it.reader.items(.chain(it.chain + 1, from: 1), limit: 2).isEmpty)
    }

    @Test func items_inATimeRange_overlapIt() throws {
        try it.append(
            it.item(1, times: ItemTimes(first: 0, last: 99)),
            it.item(2, times: ItemTimes(first: 100, last: 199)),
            it.item(3, times: ItemTimes(first: 50, last: 450)),
            it.item(4, times: ItemTimes(first: 300, last: 399)), it.item(5))
        try it.write { writer throws(StoreError) in
            try writer.widenSpan(node: it.node, toMilliseconds: 400)
            try writer.widenSpan(node: it.node, toMilliseconds: 10)
        }
        func positions(_ range: ClosedRange<Int64>) throws -> [Int64] {
            try it.reader.items(.times(node: it.node, range, after: nil), limit: 10)
                .map(\.position)
        }
        #expect(try positions(199...300) == [3, 2, 4])
        #expect(try positions(200...299) == [3])
        #expect(try positions(451...900) == [])
        #expect(try positions(Int64.min...Int64.max) == [1, 3, 2, 4])
        #expect(try positions(0...49) == [1])
    }

    @Test func items_inATimeRange_pageWithoutLossAtEqualTimes() throws {
        for position: Int64 in 1...7 {
            try it.append(it.item(position, times: ItemTimes(first: 100, last: 100)))
        }
        var seen: [Int64] = []
        var cursor: TimeCursor?
        while true {
            let page = try it.reader.items(
                .times(node: it.node, 0...200, after: cursor), limit: 3)
            guard let last = page.last else { break }
            seen += page.map(\.position)
            cursor = last.timeCursor
        }
        #expect(seen == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test func boot_resolved_givesItsItemsTheirTimes() throws {
        // 2026-01-01
        let offset: Int64 = 1_767_225_600_000
        try it.append(
            it.item(1, uptimes: ItemTimes(first: 10, last: 20)),
            it.item(2, uptimes: ItemTimes(first: 30, last: 40)))
        var other: RowID = 0
        try it.write { writer throws(StoreError) in
            other = try writer.addBoot(
                chain: it.chain, id: bytes16(7), firstSequence: 3, counts: false)
        }
        var third = it.item(3, uptimes: ItemTimes(first: 1, last: 2))
        third.boot = other
        try it.append(third)
        #expect(
            try it.reader.items(.untimed(node: it.node, after: 0), limit: 9).map(\.position)
                == [1, 2, 3])
        try it.write { writer throws(StoreError) in
            try writer.resolveBoot(it.boot, offsetMilliseconds: offset)
        }
        let items = try it.reader.items(.log(after: 0), limit: 9)
        #expect(
            items.map(\.times) == [
                .init(first: offset + 10, last: offset + 20),
                .init(first: offset + 30, last: offset + 40), nil,
            ])
        #expect(items.map(\.bootOffsetMilliseconds) == [offset, offset, nil])
        #expect(
            try it.reader.items(.untimed(node: it.node, after: 0), limit: 9).map(\.position) == [3])
        #expect(try it.reader.boots(chain: it.chain).map(\.offsetMilliseconds) == [offset, nil])
        #expect(try it.reader.boot(chain: it.chain, id: bytes16(7))?.id == other)
        #expect(try it.reader.boots(chain: it.chain).map(\.counts) == [true, false])
        try it.write { writer throws(StoreError) in try writer.countBoot(other) }
        #expect(try it.reader.boot(chain: it.chain, id: bytes16(7))?.counts == true)
    }

    @Test func gaps_recorded_comeInOrder() throws {
        let late = GapRecord(
            chain: it.chain, sequences: 10...12, lastID: bytes32(4), recordedMilliseconds: 9)
        let early = GapRecord(
            chain: it.chain, sequences: 3...3, lastID: bytes32(5), recordedMilliseconds: 8)
        try it.write { writer throws(StoreError) in
            try writer.addGap(late)
            try writer.addGap(early)
        }
        #expect(try it.reader.gaps(chain: it.chain) == [early, late])
    }

    @Test func counts_tellQuarantined() throws {
        var bad = it.item(2)
        bad.quarantineReason = "bad"
        try it.append(it.item(1), bad, it.item(3))
        let counts = try it.reader.itemCounts(node: it.node)
        #expect(counts.total == 3)
        #expect(counts.quarantined == 1)
        #expect(try it.reader.itemCounts(node: 99).total == 0)
    }

    @Test func snapshot_seesOneMoment() throws {
        try it.append(it.item(1))
        try it.reader.snapshot { () throws(StoreError) in
            let before = try it.reader.logState()
            try it.writer.transaction { () throws(StoreError) in
                try it.writer.append(it.item(2))
            }
            #expect(try it.reader.logState() == before)
        }
        #expect(try it.reader.logState().size == 2)
    }

    @Test func queries_useAnIndex() throws {
        // A full scan of `item` in any of these would not be noticed in a small test.
        let database = try it.database()
        for query in [
            "SELECT 1 FROM item WHERE chain = 1 AND seq >= 1 ORDER BY seq",
            "SELECT 1 FROM item WHERE node = 1 AND first_ms >= 1 ORDER BY first_ms, position",
            "SELECT count(*) FROM item WHERE node = 1 AND reason IS NOT NULL",
        ] {
            let plan = try #require(try database.planText(query))
            #expect(plan.contains("SEARCH item USING"), "\(plan)")
        }
    }
}
