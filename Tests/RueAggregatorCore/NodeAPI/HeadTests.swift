import RueCrypto
import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct HeadTests {
    let house: TestHouse
    let node: TestNode

    init() throws {
        house = try TestHouse()
        node = try house.newNode("kitchen")
    }

    func head(_ message: [UInt8], at house: TestHouse? = nil) throws -> HeadPayload {
        let house = house ?? self.house
        let response = try house.head(message)
        try #require(response.status == 200)
        return try house.headPayload(response.body)
    }

    @Test func head_ofANewChain_isTheGrant() throws {
        let head = try head(node.headRequest(nonce: 0x31))
        #expect(head.nonce == bytes16(0x31))
        #expect(head.keyID == node.keyID)
        #expect(head.sequence == 0)
        #expect(head.id == (try Envelope.decode(node.grant).messageID))
        #expect(head.utcMilliseconds == UInt64(house.clock.utcMilliseconds))
        #expect(head.serverID == house.authority.serverID)
    }

    @Test func head_afterBatches_isTheLast() throws {
        _ = try house.batches(node.next(), node.next())
        try house.restart()
        let head = try head(node.headRequest())
        #expect(head.sequence == 2)
        #expect(head.id == node.previous)
    }

    @Test func head_unknownKeyOrBadSignature_isRefused() throws {
        let stranger = try TestNode(seed: 9, clock: house.clock)
        #expect(try house.problem(house.head(stranger.headRequest())).code == .signature)
        var bad = try node.headRequest()
        bad[bad.count - 1] ^= 1
        #expect(try house.problem(house.head(bad)).code == .signature)
        #expect(try house.problem(house.head([0x80])).code == .malformed)
        #expect(try house.problem(house.head(node.next())).code == .malformed)
    }

    // MARK: Lost items

    @Test func oldest_afterTheHead_movesItAndRecordsTheGap() throws {
        let first = try node.next()
        _ = try house.batches(first)
        let lost = try (0..<3).map { _ in try node.next() }
        let oldest = HeadRequestPayload.Oldest(
            sequence: node.sequence + 1, previous: node.previous)
        let moved = try head(node.headRequest(oldest: oldest))
        #expect(moved.sequence == 4)
        #expect(moved.id == node.previous)
        #expect(try house.reader.gaps(chain: 1).map(\.sequences) == [2...4])
        #expect(try house.reader.events().map(\.kind) == [.lostItems])
        // What was given up for lost is a fork from then on, what was kept stays a replay.
        #expect(try house.problem(house.batches(lost[1])).code == .fork)
        #expect(try house.receipt(house.batches(first)).sequence == 1)
        try house.restart()
        #expect(try head(node.headRequest()).sequence == 4)
        #expect(try house.receipt(house.batches(node.next())).sequence == 5)
        #expect(try head(node.headRequest(oldest: oldest)).sequence == 5)
        #expect(try house.reader.gaps(chain: 1).count == 1)
        try house.expectVerified()
    }

    @Test func oldest_nextOrKept_changesNothing() throws {
        _ = try house.batches(node.next(), node.next())
        for sequence in [1, 2, 3] as [UInt64] {
            let oldest = HeadRequestPayload.Oldest(sequence: sequence, previous: bytes32(1))
            #expect(try head(node.headRequest(oldest: oldest)).sequence == 2)
        }
        #expect(try house.reader.gaps(chain: 1).isEmpty)
    }

    // MARK: A server that has forgotten

    @Test func store_empty_learnsTheNodeFromItsGrantAndIsRefilled() throws {
        let items = [try node.next(), try node.rotate(seed: 7), try node.next()]
        let rebuilt = try TestHouse()
        #expect(try rebuilt.problem(rebuilt.head(node.headRequest())).code == .signature)
        #expect(try rebuilt.batches(items[0]).status == 401)
        let request = try node.headRequest(grant: node.grant, rotations: [items[1]])
        #expect(try head(request, at: rebuilt).sequence == 0)
        let learnt = try #require(try rebuilt.reader.nodes().first)
        #expect(learnt.status == .pending)
        #expect(learnt.baseName == node.baseName)
        #expect(learnt.name.hasPrefix("pending-"))
        #expect(try rebuilt.reader.events().map(\.kind) == [.learnt])
        #expect(try rebuilt.receipt(rebuilt.batches(items[0], items[1], items[2])).sequence == 3)
        #expect(try head(request, at: rebuilt).sequence == 3)
        #expect(try rebuilt.reader.nodes().count == 1)
        try rebuilt.expectVerified()
    }

    @Test func store_restoredBeforeARotation_learnsTheNewKey() throws {
        let first = try node.next()
        let rotation = try node.rotate(seed: 7)
        _ = try house.batches(first)
        #expect(try house.problem(house.head(node.headRequest())).code == .signature)
        let request = try node.headRequest(grant: node.grant, rotations: [rotation])
        #expect(try head(request).sequence == 1)
        #expect(try house.receipt(house.batches(rotation, node.next())).sequence == 3)
        #expect(try house.reader.nodes().map(\.name) == ["kitchen"])
        #expect(try house.reader.events().isEmpty)
        try house.expectVerified()
    }

    /// Who has stolen a key, which was rotated away therefore, signs rotations of his own with it:
    /// before and after the one that is kept, in its place, and more of them.
    @Test(arguments: [UInt64(0), 1, 2, 9], [1, 3])
    func key_thatWasRotatedAway_teachesNoOther(after sequence: UInt64, count: Int) throws {
        _ = try house.batches(node.next(), node.rotate(seed: 7))
        let thief = try TestNode(seed: 1, clock: house.clock)
        thief.sequence = sequence
        let rotations = try (0..<count).map { try thief.rotate(seed: UInt8(20 + $0)) }
        let request = try thief.headRequest(grant: node.grant, rotations: rotations)
        #expect(try house.problem(house.head(request)).code == .signature)
        #expect(try house.reader.keys().map(\.untilSequence) == [2, nil])
        #expect(try house.reader.events().map(\.kind) == [.fork])
        #expect(try house.receipt(house.batches(node.next())).sequence == 3)
        try house.expectVerified()
    }

    @Test func lists_ofWhichNoneIsKept_theLongerWins() throws {
        let thief = try TestNode(seed: 1, clock: house.clock)
        let (stolen, equal) = (try thief.rotate(seed: 20), try node.rotate(seed: 7))
        let rebuilt = try TestHouse()
        let first = try thief.headRequest(grant: node.grant, rotations: [stolen])
        #expect(try rebuilt.head(first).status == 200)
        let second = try node.headRequest(grant: node.grant, rotations: [equal])
        #expect(try rebuilt.problem(rebuilt.head(second)).code == .signature)
        let longer = try node.rotate(seed: 8)
        let third = try node.headRequest(grant: node.grant, rotations: [equal, longer])
        #expect(try rebuilt.head(third).status == 200)
        #expect(try rebuilt.problem(rebuilt.head(first)).code == .revoked)
        #expect(try rebuilt.batches(equal, longer, node.next()).status == 200)
        let last = try node.rotate(seed: 9)
        let fourth = try node.headRequest(grant: node.grant, rotations: [equal, longer, last])
        #expect(try head(fourth, at: rebuilt).sequence == 3)
        try rebuilt.expectVerified()
    }

    @Test func grant_ofAnotherServer_teachesNothing() throws {
        let other = try TestHouse(seed: 0x6f)
        let foreign = try other.newNode("kitchen", seed: 3)
        let response = try house.head(foreign.headRequest(grant: foreign.grant))
        #expect(try house.problem(response).code == .signature)
        #expect(try house.reader.nodes().count == 1)
    }

    @Test func grant_ofAnotherKey_teachesNothing() throws {
        let rebuilt = try TestHouse()
        let thief = try TestNode(seed: 8, clock: house.clock)
        let response = try rebuilt.head(thief.headRequest(grant: node.grant))
        #expect(try rebuilt.problem(response).code == .signature)
        #expect(try rebuilt.reader.nodes().isEmpty)
    }

    @Test func rotations_outOfOrderOrWithABadProof_teachNothing() throws {
        let first = try node.rotate(seed: 7)
        let second = try node.rotate(seed: 8)
        let rebuilt = try TestHouse()
        for rotations in [[second, first], [second], [first], [first, first, second], []] {
            let request = try node.headRequest(grant: node.grant, rotations: rotations)
            #expect(try rebuilt.head(request).status == 401)
        }
        #expect(try rebuilt.reader.nodes().isEmpty)
        let good = try node.headRequest(grant: node.grant, rotations: [first, second])
        #expect(try rebuilt.head(good).status == 200)
        #expect(try rebuilt.reader.keys().map(\.untilSequence) == [1, 2, nil])
    }

    @Test func grant_ofARevokedKey_isStillRefused() throws {
        try house.revoke("kitchen")
        let request = try node.headRequest(grant: node.grant)
        #expect(try house.problem(house.head(request)).code == .revoked)
        #expect(try house.reader.nodes().count == 1)
    }
}
