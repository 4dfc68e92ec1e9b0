@testable import RueStore
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct WitnessTests {
    let house: TestHouse
    let node: TestNode
    /// The receipts of the first five items.
    let receipts: [ReceiptPayload]

    init() throws {
        let house = try TestHouse()
        let node = try house.newNode("kitchen")
        self.house = house
        self.node = node
        receipts = try (0..<5).map { _ in try house.receipt(house.batches(node.next())) }
    }

    func tell(_ id: Bytes16, _ size: UInt64, _ head: Bytes32, by teller: TestNode? = nil) throws {
        _ = house.poll(try (teller ?? node).poll(witness: (id, size, head)))
        house.api.desk.turn()
    }

    func alerts() throws -> [EventRecord] {
        try house.reader.events().filter { $0.kind == .rolledBack }
    }

    @Test func witness_ofEveryReceipt_isGood() throws {
        for receipt in receipts {
            try tell(receipt.logID, receipt.logSize, receipt.logHead)
        }
        try tell(.zero, 0, .zero)
        try tell(receipts[0].logID, 0, house.authority.serverID)
        #expect(try alerts().isEmpty)
        #expect(try house.reader.logSegments().count == 1)
    }

    @Test func witness_ofASizeNeverReached_isToldOnceAndBeginsANewLog() throws {
        let last = try #require(receipts.last)
        let other = try house.newNode("attic", seed: 2)
        try tell(last.logID, 9, bytes32(0x77))
        try tell(last.logID, 9, bytes32(0x77))
        try tell(last.logID, 8, bytes32(0x66), by: other)
        let alert = try #require(try alerts().first)
        #expect(try alerts().count == 1)
        #expect(alert.count == 1)
        #expect(alert.node == 1)
        #expect(
            alert.detail == "it has a receipt for item 9 of the log, which ends at 5: the server's "
                + "store was put back to an earlier state")
        #expect(try house.reader.logSegments().map(\.afterSize) == [0, 5])
        let receipt = try house.receipt(house.batches(node.next()))
        #expect(receipt.logID != last.logID)
        #expect(receipt.logSize == 6)
        try tell(receipt.logID, 6, receipt.logHead)
        #expect(try alerts().first?.count == 1)
        try house.expectVerified()
    }

    @Test func witness_ofAnotherHead_isTold() throws {
        try tell(receipts[2].logID, 3, receipts[3].logHead)
        #expect(try alerts().map(\.count) == [1])
        #expect(
            try alerts().first?.detail.hasPrefix("its receipt for item 3 of the log is for another")
                == true)
    }

    @Test func witness_underAnUnknownLog_saysNothing() throws {
        try tell(bytes16(0x99), 3, bytes32(0x77))
        try tell(bytes16(0x99), 900, bytes32(0x77))
        #expect(try alerts().isEmpty)
        #expect(try house.reader.logSegments().count == 1)
    }

    @Test func witness_twoNodesInOneTurn_beginOneLog() throws {
        let other = try house.newNode("attic", seed: 2)
        let id = receipts[0].logID
        _ = house.poll(try node.poll(witness: (id, 9, bytes32(0x77))))
        _ = house.poll(try other.poll(witness: (id, 9, bytes32(0x77))))
        house.queue.together { house.api.desk.turn() }
        #expect(try alerts().count == 1)
        #expect(try house.reader.logSegments().count == 2)
    }

    @Test func witness_whileTheQueueIsFull_isFoundByTheNextPoll() throws {
        house.queue.isFull = true
        try tell(receipts[0].logID, 9, bytes32(0x77))
        #expect(try alerts().isEmpty)
        house.queue.isFull = false
        try tell(receipts[0].logID, 9, bytes32(0x77))
        #expect(try alerts().count == 1)
    }

    /// The store itself put back, as by a copy of the file.
    @Test func witness_afterTheStoreWasRolledBack_findsIt() throws {
        let last = try #require(receipts.last)
        try house.elsewhere { store throws(StoreError) in
            _ = try (store as? SQLiteWriter)?.change("DELETE FROM item WHERE position > 3", [])
        }
        try tell(last.logID, last.logSize, last.logHead)
        #expect(try alerts().count == 1)
    }
}
