import RueAggregatorCore
import RueCrypto
import RueStore
import RueWire
import Testing

@Suite struct VerifierTests {
    private let fixture: StoreFixture
    private let kitchen: NodeFixture
    private let garden: NodeFixture

    init() throws {
        fixture = try StoreFixture()
        kitchen = try fixture.enrol("kitchen", seed: 1)
        garden = try fixture.enrol("garden", seed: 2)
        for step in 0..<5 {
            let time = StoreFixture.start + Int64(step) * 60_000
            try fixture.append("air_temperature", milli: Int64(step), at: time, to: kitchen)
            try fixture.append("air_temperature", milli: Int64(step), at: time, to: garden)
        }
    }

    private func verify(node: String? = nil) throws -> VerifyReport {
        try Verifier(reader: fixture.store.makeReader(), node: node)
            .run(serverID: fixture.serverKey.publicKey.keyID) { _, _ in }
    }

    @Test func wholeStore_isGoodAndCounted() throws {
        var progress: [Int64] = []
        let report = try Verifier(reader: fixture.store.makeReader()).run { done, total in
            #expect(total == 10)
            progress.append(done)
        }
        #expect(report.isGood)
        #expect(report.chains == 2)
        #expect(report.items == 10)
        #expect(report.signatures == 12)
        #expect(report.logSize == 10)
        #expect(try report.logHead == fixture.writer.logState().head)
        #expect(progress.last == 10)
    }

    @Test func emptyStore_isGood() throws {
        let empty = try StoreFixture()
        let report = try Verifier(reader: empty.store.makeReader()).run { _, _ in }
        #expect(report.isGood)
        #expect(report.logHead == empty.serverKey.publicKey.keyID)
    }

    /// Position 4 is the garden's second item.
    @Test(arguments: [
        (
            "UPDATE item SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB) WHERE position = 4",
            "signature"
        ),
        (
            "UPDATE item SET bytes = (SELECT bytes FROM item WHERE position = 6) WHERE position = 4",
            "number"
        ),
        (
            "UPDATE item SET bytes = (SELECT bytes FROM item WHERE position = 3) WHERE position = 4",
            "key"
        ),
        ("UPDATE item SET bytes = x'd28443a10105a0' WHERE position = 4", "not what was signed"),
        ("UPDATE item SET log_head = zeroblob(32) WHERE position = 4", "head"),
        ("UPDATE item SET kind = 1 WHERE position = 4", "kind"),
        ("DELETE FROM item WHERE position = 4", "missing"),
        (
            "UPDATE item SET chain = (SELECT chain FROM item WHERE position = 3), seq = 99"
                + " WHERE position = 4", "chain"
        ),
    ])
    func changedItem_isFoundAndNamed(sql: String, what: String) throws {
        try fixture.tamper(sql)
        let report = try verify()
        #expect(!report.isGood)
        #expect(
            report.problems.told.contains {
                ($0.position == 4 || $0.position == 5) && $0.description.contains(what)
            }, "\(report.problems)")
    }

    @Test func everyBitOfAnItem_isCovered() throws {
        let item = try #require(fixture.writer.items(.log(after: 3), limit: 1).first)
        for index in stride(from: 0, to: item.bytes.count, by: 7) {
            var bytes = item.bytes
            bytes[index] ^= 1 << UInt8(index % 8)
            let hex = Hex.encode(bytes)
            try fixture.tamper("UPDATE item SET bytes = x'\(hex)' WHERE position = 4")
            #expect(try !verify().isGood, "byte \(index)")
        }
    }

    @Test func lastItemDeleted_isFoundByNobodyButTheNode() throws {
        // The documented limit: without a witness, a shorter log is a good log.
        try fixture.tamper("DELETE FROM item WHERE position = 10")
        #expect(try verify().isGood)
    }

    @Test(arguments: [
        (
            "UPDATE chain SET grant_bytes = CAST(substr(grant_bytes, 1, length(grant_bytes) - 1) || x'00' AS BLOB)",
            "does not verify"
        ),
        ("UPDATE chain SET kid = zeroblob(32)", "another key"),
        ("UPDATE node SET base_name = 'urn:dev:mac:0000000000000000_'", "another node"),
        ("UPDATE chain SET token_id = zeroblob(8)", "token"),
        ("UPDATE chain SET grant_id = zeroblob(32)", "filed under another id"),
        ("UPDATE chain SET grant_bytes = x'00'", "unreadable"),
        ("UPDATE store SET server_id = zeroblob(32)", "another server key"),
    ])
    func changedGrant_isFound(sql: String, what: String) throws {
        try fixture.tamper(sql)
        let report = try verify()
        #expect(
            report.problems.told.contains { $0.description.contains(what) }, "\(report.problems)")
    }

    @Test func wrongPrevious_isFound() throws {
        garden.previous = .zero
        try fixture.append("air_temperature", milli: 1, at: StoreFixture.start, to: garden)
        let report = try verify()
        #expect(report.problems.told.map(\.sequence) == [6])
        #expect(report.problems.told.first?.what.contains("does not name item 5") == true)
    }

    @Test func oneNode_checksItsSignaturesAlone() throws {
        try fixture.tamper(
            "UPDATE item SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB) WHERE position = 4"
        )
        #expect(try verify(node: "kitchen").isGood)
        #expect(try !verify(node: "garden").isGood)
        #expect(throws: QueryError.unknownNode("attic", known: ["garden", "kitchen"])) {
            try verify(node: "attic")
        }
    }

    @Test func quarantinedItem_isALinkLikeAnyOther() throws {
        try fixture.append(
            kind: .batch, payload: [0x80], utc: StoreFixture.start, times: nil, to: kitchen,
            quarantined: "empty")
        #expect(try verify().isGood)
    }

    @Test func recordedGap_isSteppedOver() throws {
        kitchen.nextSequence = 9
        kitchen.previous = MessageID(Array(repeating: 3, count: 32)) ?? .zero
        try fixture.append("air_temperature", milli: 1, at: StoreFixture.start, to: kitchen)
        #expect(try !verify().isGood)
        try fixture.writer.transaction { () throws(StoreError) in
            try fixture.writer.addGap(
                GapRecord(
                    chain: kitchen.chain, sequences: 6...8,
                    lastID: MessageID(Array(repeating: 3, count: 32)) ?? .zero,
                    recordedMilliseconds: StoreFixture.start))
        }
        let report = try verify()
        #expect(report.isGood, "\(report.problems)")
        #expect(report.recordedGaps == 1)
    }

    @Test func rotation_handsOverToTheNewKey() throws {
        let new = try SigningKey(seed: Array(repeating: 9, count: 32))
        try rotate(to: new, provenBy: new)
        try fixture.append(
            kind: .batch, payload: [0x80], utc: StoreFixture.start, times: nil, to: kitchen,
            quarantined: "empty", signedBy: new)
        #expect(try verify().isGood)
        try fixture.append("air_temperature", milli: 1, at: StoreFixture.start, to: kitchen)
        #expect(try verify().problems.told.map(\.sequence) == [8])
    }

    @Test func rotationWithABadProof_isFound() throws {
        try rotate(to: SigningKey(seed: Array(repeating: 9, count: 32)), provenBy: kitchen.key)
        let report = try verify()
        #expect(report.problems.told.first?.what.contains("the new key's proof is wrong") == true)
    }

    private func rotate(to new: SigningKey, provenBy prover: SigningKey) throws {
        let link = ChainLink(
            sequence: kitchen.nextSequence, previous: kitchen.previous, boot: .zero,
            uptimeMilliseconds: 0, utcMilliseconds: nil)
        let message = RotatePayload.proofInput(
            oldKeyID: kitchen.key.publicKey.keyID, newKeyID: new.publicKey.keyID, link: link)
        let payload = RotatePayload(
            newKey: new.publicKey.bytes, proof: try prover.sign(message))
        try fixture.append(
            kind: .rotate, payload: payload.encode(), utc: StoreFixture.start, times: nil,
            to: kitchen)
    }
}
