import RueCrypto
import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// The table of answers of the protocol's "Exactly once".
@Suite struct IngestTests {
    let house: TestHouse
    let node: TestNode

    init() throws {
        house = try TestHouse()
        node = try house.newNode("kitchen")
    }

    @Test func batch_next_isKeptWithAReceipt() throws {
        let envelope = try node.signed()
        let receipt = try house.receipt(house.batches(envelope.encode()))
        #expect(receipt.keyID == node.keyID)
        #expect(receipt.sequence == 1)
        #expect(receipt.id == envelope.messageID)
        #expect(receipt.status == .accepted)
        #expect(receipt.utcMilliseconds == UInt64(house.clock.utcMilliseconds))
        #expect(receipt.logSize == 1)
        #expect(
            receipt.logHead
                == LogHead.next(after: house.authority.serverID, accepting: envelope.messageID))
        let item = try #require(try house.items().first)
        #expect(item.bytes == envelope.encode())
        #expect(
            item.times
                == ItemTimes(first: house.clock.utcMilliseconds, last: house.clock.utcMilliseconds))
        #expect(!item.isUncertain)
        try house.expectVerified()
    }

    @Test func batch_replayed_getsTheIdenticalReceiptAndIsNotKeptTwice() throws {
        let first = try node.next()
        let answer = try house.batches(first)
        _ = try house.batches(node.next())
        house.clock.advance(milliseconds: 1_000_000)
        #expect(try house.batches(first).body == answer.body)
        try house.restart()
        #expect(try house.batches(first).body == answer.body)
        #expect(try house.logSize == 2)
    }

    @Test func batch_replayedUnderANewLogID_keepsTheOldOne() throws {
        let first = try node.next()
        let answer = try house.batches(first)
        try house.elsewhere { store throws(StoreError) in
            try store.beginLogSegment(id: bytes16(0x77))
        }
        let second = try house.receipt(house.batches(node.next()))
        #expect(second.logID == bytes16(0x77))
        #expect(second.logSize == 2)
        #expect(try house.batches(first).body == answer.body)
    }

    @Test func batches_severalAtOnce_getTheLastOnesReceipt() throws {
        let items = try (0..<3).map { _ in try node.next() }
        let receipt = try house.receipt(house.batches(items[0], items[1], items[2]))
        #expect(receipt.sequence == 3)
        #expect(receipt.id == node.previous)
        #expect(try house.logSize == 3)
    }

    @Test func batches_someKnown_keepTheRest() throws {
        let items = try (0..<4).map { _ in try node.next() }
        _ = try house.batches(items[0], items[1])
        let receipt = try house.receipt(house.batches(items[1], items[2], items[3]))
        #expect(receipt.sequence == 4)
        #expect(try house.items().map(\.sequence) == [1, 2, 3, 4])
    }

    @Test func batch_fork_isRefusedWithTheHeadAndTheBranchGoesOn() throws {
        _ = try house.batches(node.next())
        let kept = try node.signed()
        let other = try node.signed(payload: node.pack(milli: 1))
        _ = try house.batches(kept.encode())
        let response = try house.batches(other.encode())
        let problem = try house.problem(response)
        #expect(problem.code == .fork)
        let head = try house.headPayload(#require(problem.head))
        #expect(head.sequence == 2)
        #expect(head.id == kept.messageID)
        #expect(head.keyID == node.keyID)
        #expect(head.nonce.bytes == Array(other.messageID.bytes.prefix(16)))
        #expect(try house.reader.events().map(\.kind) == [.fork])
        node.moveOn(kept)
        #expect(try house.receipt(house.batches(node.next())).sequence == 3)
    }

    @Test func batch_gap_isRefusedWithTheHead() throws {
        _ = try node.next()
        let problem = try house.problem(house.batches(node.next()))
        #expect(problem.code == .gap)
        let head = try house.headPayload(#require(problem.head))
        #expect(head.sequence == 0)
        #expect(head.id == (try Envelope.decode(node.grant).messageID))
        #expect(try house.logSize == 0)
        #expect(try house.reader.events().isEmpty)
    }

    @Test func batch_wrongPrevious_isRefusedWithTheHead() throws {
        _ = try house.batches(node.next())
        let problem = try house.problem(
            house.batches(node.signed { $0.previous = bytes32(9) }.encode()))
        #expect(problem.code == .chain)
        #expect(try house.headPayload(#require(problem.head)).sequence == 1)
        #expect(try house.reader.events().map(\.kind) == [.brokenChain])
    }

    @Test func batch_firstWithWrongPrevious_isRefused() throws {
        let problem = try house.problem(
            house.batches(node.signed { $0.previous = .zero }.encode()))
        #expect(problem.code == .chain)
    }

    @Test func batches_refusedAfterOneKept_getThatOnesReceipt() throws {
        let first = try node.next()
        let gap = try node.signed { $0.sequence += 1 }.encode()
        #expect(try house.receipt(house.batches(first, gap)).sequence == 1)
        // Kept earlier counts as well.
        #expect(try house.receipt(house.batches(first, gap)).sequence == 1)
        #expect(try house.problem(house.batches(gap, first)).code == .gap)
        #expect(try house.logSize == 1)
    }

    @Test func batches_malformedAfterOneKept_getThatOnesReceipt() throws {
        let first = try node.next()
        var flipped = try node.signed().encode()
        flipped[flipped.count - 1] ^= 1
        #expect(try house.receipt(house.batches(first, flipped)).sequence == 1)
        #expect(try house.receipt(house.batches(first, [0xff])).sequence == 1)
        #expect(try house.problem(house.batches(flipped, first)).code == .signature)
    }

    // MARK: Signature and key

    @Test func batch_anyBitFlipped_isNeverKept() throws {
        let good = try node.signed().encode()
        for index in good.indices {
            var bad = good
            bad[index] ^= UInt8(1 << (index % 8))
            let response = try house.batches(bad)
            #expect([400, 401].contains(response.status), "byte \(index)")
        }
        #expect(try house.logSize == 0)
        #expect(try house.batches(good).status == 200)
    }

    @Test func batch_unknownKeyAndBadSignature_lookTheSame() throws {
        let stranger = try TestNode(seed: 99, clock: house.clock)
        let unknown = try house.batches(stranger.next())
        var flipped = try node.signed().encode()
        flipped[flipped.count - 1] ^= 1
        let bad = try house.batches(flipped)
        #expect(unknown.status == 401)
        #expect(unknown == bad)
        #expect(try house.problem(bad).code == .signature)
    }

    @Test func batch_signedByAnotherKnownKey_isRefused() throws {
        let other = try house.newNode("cellar", seed: 2)
        let mine = try node.signed()
        let forged = Envelope(
            kind: .batch, keyID: node.keyID, chain: mine.chain, payload: mine.payload)
        let bytes = forged.signed(try other.key.sign(forged.signingInput)).encode()
        #expect(try house.batches(bytes).status == 401)
    }

    @Test func batch_revokedByAnotherProcess_isRefusedAtOnce() throws {
        let first = try node.next()
        let answer = try house.batches(first)
        let second = try node.next()
        try house.revoke("kitchen")
        #expect(try house.problem(house.batches(second)).code == .revoked)
        #expect(try house.problem(house.batches(first)).code == .revoked)
        #expect(try house.problem(house.head(node.headRequest())).code == .revoked)
        #expect(try house.logSize == 1)
        #expect(answer.status == 200)
    }

    @Test func batches_ofTwoNodesInOneRequest_areRefused() throws {
        let other = try house.newNode("cellar", seed: 2)
        let foreign = try other.next()
        let first = try node.next()
        #expect(try house.receipt(house.batches(first, foreign)).keyID == node.keyID)
        #expect(try house.items().map(\.node) == [1])
    }

    // MARK: Envelope

    @Test func batches_moreThan64_areRefusedBeforeAnyIsKept() throws {
        let items = try (0..<65).map { _ in try node.next() }
        let response = try house.post(
            "/v1/batches", MessageSequence.join(items), type: MediaType.sequence)
        #expect(try house.problem(response).code == .tooLarge)
        #expect(try house.logSize == 0)
        let fitting = try house.post(
            "/v1/batches", MessageSequence.join(Array(items.dropLast())), type: MediaType.sequence)
        #expect(try house.receipt(fitting).sequence == 64)
    }

    @Test func body_tooLarge_isRefused() throws {
        let response = try house.post(
            "/v1/batches", [UInt8](repeating: 0, count: 262_145), type: MediaType.sequence)
        #expect(try house.problem(response).code == .tooLarge)
    }

    @Test func item_above64KiB_isMalformed() throws {
        let large = try node.signed(payload: [UInt8](repeating: 0, count: 65_536)).encode()
        #expect(try house.problem(house.batches(large)).code == .malformed)
    }

    @Test(
        arguments: [
            [], [0x00], [0xff], [0xd2], Array("{\"not\": \"cbor\"}".utf8),
            [0xd2, 0x84, 0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            [UInt8](repeating: 0x81, count: 5_000), [UInt8](repeating: 0x9f, count: 5_000),
            [0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] as [[UInt8]])
    func body_noMessages_isMalformed(body: [UInt8]) throws {
        #expect(try house.problem(house.batches(body)).code == .malformed)
    }

    @Test func item_ofAnotherKind_isMalformed() throws {
        #expect(try house.problem(house.batches(node.headRequest())).code == .malformed)
        #expect(try house.problem(house.batches(node.grant)).code == .malformed)
    }
}
