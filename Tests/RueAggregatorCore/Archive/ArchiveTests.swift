import RueCrypto
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct ArchiveTests {
    private let fixture: ArchiveFixture

    init() throws { fixture = try ArchiveFixture() }

    private func problems(_ report: ArchiveReport) -> [String] {
        report.problems.told.map { $0.description }
    }

    @Test(arguments: [false, true])
    func wholeHistory_isGoodAndCounted(everySignature: Bool) throws {
        let report = try ArchiveFixture.verify(
            fixture.archive(), everySignature: everySignature)
        #expect(report.isGood, "\(problems(report))")
        #expect(report.nodes == ["attic", "garden", "kitchen"])
        #expect(report.chains == 3)
        #expect(report.items == 31)
        #expect(report.quarantined == 1)
        #expect(report.readings == 58)
        #expect(report.gaps == 1)
        #expect(report.forks == 1)
        #expect(report.times == ArchiveFixture.time(0)...ArchiveFixture.time(9))
        #expect(report.serverID == fixture.store.serverKey.publicKey.keyID)
        #expect(report.seal?.logSize == 31)
        // Three grants and the seal; one for each run, and the rotation.
        #expect(report.signatures == (everySignature ? 35 : 9))
    }

    @Test func nodesThatAreNamed_areTheOnlyOnes() throws {
        let report = try ArchiveFixture.verify(fixture.archive(nodes: ["garden"]))
        #expect(report.isGood)
        #expect(report.nodes == ["garden"])
        #expect(report.items == 10)
    }

    /// Whether a span begins before, at or after the rotation (step 3) and the gap (step 5).
    @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 9])
    func spanOfTime_standsOnItsOwn(first: Int) throws {
        let last = min(9, first + 3)
        let report = try ArchiveFixture.verify(
            fixture.archive(times: ArchiveFixture.time(first)...ArchiveFixture.time(last)))
        #expect(report.isGood, "\(problems(report))")
        #expect(report.times == ArchiveFixture.time(first)...ArchiveFixture.time(last))
        #expect(report.seal?.from == UInt64(ArchiveFixture.time(first)))
        #expect(report.seal?.to == UInt64(ArchiveFixture.time(last)))
    }

    @Test func spanWithoutReadings_isNoArchive() throws {
        #expect(throws: ArchiveError.self) {
            try fixture.archive(times: ArchiveFixture.time(100)...ArchiveFixture.time(101))
        }
    }

    @Test func rotationThatIsLost_hasItsKeyTold() throws {
        try fixture.store.tamper(
            """
            INSERT INTO gap SELECT chain, 4, 4, zeroblob(32), 0 FROM item
                WHERE seq = 4 AND kind = 1;
            UPDATE gap SET last_id = x'\(Hex.encode(rotationID().bytes))' WHERE first_seq = 4;
            DELETE FROM item WHERE kind = 1;
            """)
        for times in [nil, ArchiveFixture.time(6)...ArchiveFixture.time(9)] {
            let report = try ArchiveFixture.verify(
                fixture.archive(nodes: ["kitchen"], times: times))
            #expect(report.isGood, "\(problems(report))")
        }
    }

    private func rotationID() throws -> MessageID {
        let items = try fixture.store.writer.items(
            .chain(fixture.kitchen.chain, from: 4), limit: 1)
        return try Envelope.decode(try #require(items.first).bytes).messageID
    }

    @Test func damagedFirstItem_isNamed_andNothingIsSealed() throws {
        try fixture.store.tamper("UPDATE item SET bytes = x'00' WHERE position = 1")
        let error = #expect(throws: ArchiveError.self) { try fixture.archive() }
        #expect(error?.description.contains("item 1 of node kitchen is damaged") == true)
    }

    @Test func otherServersArchive_isToldFromTheExpected() throws {
        let forger = try SigningKey(seed: Array(repeating: 99, count: 32))
        let bytes = try fixture.archive(key: forger)
        let expected = fixture.store.serverKey.publicKey.keyID
        let report = try ArchiveFixture.verify(bytes) { $0 == expected }
        #expect(problems(report).contains("archive: the archive is of another server"))
        // Neither do the grants bear its name.
        #expect(problems(report).contains { $0.contains("grant is not the archive's server's") })
    }

    @Test func writer_whoseReaderHasGone_stops() throws {
        let writer = try ArchiveWriter(
            reader: fixture.store.store.makeReader(), nodes: [], times: nil,
            serverKey: fixture.store.serverKey)
        var calls = 0
        let summary = try writer.write(now: 0, progress: { _ in }) { _ in
            calls += 1
            return calls < 5
        }
        #expect(summary == nil)
        #expect(calls == 5)
    }

    /// What a damaged page may say: there is no item 0.
    @Test func writer_onItemsWithAnImpossibleNumber_makesNoGoodArchive() throws {
        try fixture.store.tamper("DELETE FROM item WHERE seq > 1")
        try fixture.store.tamper("UPDATE item SET seq = 0")
        #expect(throws: ArchiveError.self) { try fixture.archive() }
    }

    // MARK: Nothing that is no archive passes

    @Test(arguments: ["", "hello", "\u{0}", "[0, 1]"])
    func fileOfSomethingElse_isToldSo(text: String) throws {
        let report = try ArchiveFixture.verify(Array(text.utf8))
        #expect(!report.isGood)
        #expect(
            problems(report) == [
                "archive: the file is no archive of Rue, or its beginning is damaged"
            ])
    }

    @Test func everyTruncation_isFound() throws {
        let bytes = try fixture.archive()
        for count in stride(from: 0, to: bytes.count, by: 13) {
            let report = try ArchiveFixture.verify(Array(bytes.prefix(count)))
            #expect(!report.isGood, "\(count) bytes")
            #expect(report.problems.count > 0, "\(count) bytes")
        }
    }

    @Test func anyByteChanged_isFound() throws {
        let bytes = try fixture.archive(nodes: ["kitchen"])
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1 << UInt8(index % 8)
            #expect(try !ArchiveFixture.verify(changed).isGood, "byte \(index)")
        }
    }

    @Test func damage_whateverThePiecesReadOfTheFile_isToldInTheSameWords() throws {
        let bytes = try fixture.archive(nodes: ["kitchen"])
        var unreadable = 0
        for index in stride(from: 0, to: bytes.count, by: 11) {
            var changed = bytes
            // A reserved head, wherever a head is.
            changed[index] = 0xFF
            let whole = try ArchiveFixture.verify(changed, pieces: bytes.count)
            #expect(try ArchiveFixture.verify(changed, pieces: 7) == whole, "byte \(index)")
            if problems(whole).contains(where: { $0.contains("is no record") }) { unreadable += 1 }
        }
        #expect(unreadable > 0)
    }

    @Test func countsBeyondAllMeasure_areToldWithoutAnOverflow() throws {
        // More than 2,048 of the largest number do not fit into 64 bits.
        var bytes = try ArchiveFixture.records(fixture.archive())[0]
        for number in 0..<2_100 {
            bytes +=
                ArchiveRecord.node(name: "\(number)", forks: WireLimits.largestInteger).encoded
        }
        let report = try ArchiveFixture.verify(bytes)
        #expect(!report.isGood)
        #expect(report.forks == WireLimits.largestInteger)
        #expect(report.nodes.count == 2_100)
    }

    @Test func somethingAfterTheSeal_isFound() throws {
        let bytes = try fixture.archive() + ArchiveRecord.node(name: "x", forks: 0).encoded
        #expect(
            problems(try ArchiveFixture.verify(bytes))
                == ["archive: something follows the archive's seal"])
    }

    @Test func signatureInBetween_isFoundByTheSeal_andNamedByLookingAtEach() throws {
        var records = try ArchiveFixture.records(fixture.archive(nodes: ["garden"]))
        guard
            case .item(var bytes, let received, let quarantine) = try ArchiveRecord(
                decoding: records[4])
        else {
            Issue.record("no item there")
            return
        }
        bytes[bytes.count - 1] ^= 1
        records[4] =
            ArchiveRecord.item(
                bytes: bytes, receivedMilliseconds: received, quarantine: quarantine
            ).encoded
        let quick = try ArchiveFixture.verify(records.flatMap { $0 })
        #expect(problems(quick) == ["archive: something in the archive is not as it was sealed"])
        let slow = try ArchiveFixture.verify(records.flatMap { $0 }, everySignature: true)
        #expect(problems(slow).contains("node garden, item 2: its signature does not verify"))
    }
}
