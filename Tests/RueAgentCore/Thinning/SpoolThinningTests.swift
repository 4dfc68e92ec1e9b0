import RueCrypto
import RueSQLite
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct SpoolThinningTests {
    private static let utc: Int64 = 1_800_000_000_000

    /// One batch a minute, six readings of a value that falls and rises by a thousandth.
    private func fill(_ node: TestNode, minutes: Int, from first: Int = 0) throws {
        for minute in first..<first + minutes {
            var records: [SampledRecord] = []
            for second in 0..<6 {
                node.now = UInt64(minute * 60 + second * 10) * 1000
                records.append(
                    .number("air_temperature", milli: Int64(minute * 6 + second), at: node.now))
            }
            try node.store(records)
        }
    }

    @Test func spoolWithRoom_isLeftAlone() throws {
        let node = try TestNode()
        try fill(node, minutes: 100)
        #expect(try node.spool.thinIfFull(by: node.thinner) == nil)
        #expect(node.spool.head.sequence == 100)
    }

    @Test func spoolWithDeliveredBatches_losesThoseFirst() throws {
        let node = try TestNode(limitBytes: 30_000)
        try fill(node, minutes: 60)
        node.run()
        #expect(node.spool.undelivered == 0)
        try fill(node, minutes: 60, from: 60)
        #expect(try node.spool.firstKept(after: 0) ?? 0 > 1)
        #expect(try node.thin().isEmpty)
    }

    @Test func fullSpool_keepsWhatARequestMayHaveCarried_andTheNewest() throws {
        let node = try TestNode(limitBytes: 40_000)
        try fill(node, minutes: 300)
        let reports = try node.thin()
        #expect(reports.count == 1)
        let packs = try node.packs()
        #expect(packs.prefix(64).map(\.link.sequence) == Array(1...64))
        #expect(packs.prefix(64).allSatisfy { $0.records.count == 6 })
        #expect(packs.last?.link.sequence == 301)
        #expect(node.spool.head.sequence == 301)
        #expect(node.spool.undelivered == packs.count)
        #expect(reports.first?.batches == 301 - packs.count)
    }

    @Test func summary_tellsSmallestMeanAndLargestOfEachTenMinutes() throws {
        let node = try TestNode(limitBytes: 40_000)
        try fill(node, minutes: 300)
        try node.thin()
        let pack = try #require(try node.packs().last)
        #expect(pack.records.first?.value == .text("thinned"))
        var content = ThinnedContent()
        content.add(pack.records, baseName: node.server.baseName)
        // From minute 64 on: the first window holds six of its ten minutes.
        let first = try #require(content.summaries.first)
        #expect(first.count == 36)
        #expect(first.least == DecimalFraction(milli: 64 * 6).normalised)
        #expect(first.greatest == DecimalFraction(milli: 70 * 6 - 1).normalised)
        // (384 + 419) / 2 thousandths.
        #expect(first.mean == DecimalFraction(mantissa: 4015, exponent: -4))
        #expect(first.time == Self.utc + (64 * 60_000 + (69 * 60 + 50) * 1000) / 2)
        let second = try #require(content.summaries.dropFirst().first)
        #expect(second.count == 60 && second.mean == DecimalFraction(mantissa: 4495, exponent: -4))
        let total = content.summaries.reduce(0) { $0 + $1.count }
        #expect(content.thinned.map(\.count) == [total])
        #expect(content.thinned.first?.span.lowerBound == Self.utc + 64 * 60_000)
    }

    @Test func fewReadingsOfAWindow_stayAsTheyAre() throws {
        let node = try TestNode(limitBytes: 20_000)
        for hour in 0..<160 {
            node.now = UInt64(hour) * 240_000
            try node.store([.number("air_temperature", milli: Int64(hour), at: node.now)])
        }
        try node.thin()
        let pack = try #require(try node.packs().last)
        var content = ThinnedContent()
        content.add(pack.records, baseName: node.server.baseName)
        // Twenty minutes: five readings become one summary; ten minutes would be no gain.
        #expect(content.summaries.allSatisfy { $0.count > 3 })
        #expect(!content.summaries.isEmpty)
    }

    @Test func faults_areKeptOnceInTheirWindow_andCounted() throws {
        let node = try TestNode(limitBytes: 40_000)
        for minute in 0..<300 {
            node.now = UInt64(minute) * 60_000
            let text = minute % 2 == 0 ? "no answer" : "checksum"
            try node.store([.fault("air_fault", text, at: node.now)])
        }
        let reports = try node.thin()
        let pack = try #require(try node.packs().last)
        var content = ThinnedContent()
        content.add(pack.records, baseName: node.server.baseName)
        #expect(Set(content.texts) == ["air_fault no answer", "air_fault checksum"])
        let batches = reports.reduce(0) { $0 + $1.batches }
        #expect(content.thinned.first?.count == Int64(batches - content.texts.count))
    }

    @Test func bootsWithoutClock_areNotMixed() throws {
        let node = try TestNode(limitBytes: 20_000)
        for minute in 0..<90 {
            node.now = UInt64(minute) * 60_000
            try node.store([.number("air_temperature", milli: 1, at: node.now)], utc: nil)
        }
        let other = BatchSigner(
            key: node.key, baseName: node.server.baseName,
            boot: BootID([UInt8](repeating: 8, count: 16)) ?? .zero)
        for minute in 0..<200 {
            let time = NodeTime(uptimeMilliseconds: UInt64(minute) * 60_000, utcMilliseconds: nil)
            let record = SampledRecord.number(
                "air_temperature", milli: 2, at: time.uptimeMilliseconds)
            try node.spool.append(other.sign([record], at: time, after: node.spool.head))
        }
        try node.thin()
        let made = try node.packs().filter { $0.records.first?.value == .text("thinned") }
        #expect(made.count == 2)
        for pack in made {
            let isFirst = pack.link.boot == TestNode.boot
            let values = Set(pack.records.filter { $0.unit == "Cel" }.map(\.value.description))
            #expect(values == [isFirst ? "0.001" : "0.002"])
            #expect(pack.link.utcMilliseconds == nil)
        }
    }

    @Test func clockThatWasSet_endsASpan() throws {
        let node = try TestNode(limitBytes: 60_000)
        for minute in 0..<300 {
            node.now = UInt64(minute) * 60_000
            try node.store(
                [.number("air_temperature", milli: minute < 150 ? 1 : 2, at: node.now)],
                utc: minute < 150 ? 1_800_000_000_000 : 1_700_000_000_000 + 90_000_000_000)
        }
        try node.thin()
        let made = try node.packs().filter { $0.records.first?.value == .text("thinned") }
        #expect(made.count == 2)
        for pack in made {
            let values = Set(
                pack.records.filter { $0.unit == "Cel" }.map(\.value.description))
            #expect(values.count == 1)
        }
    }

    @Test func whatCannotBeSummarised_isGivenUp_andDeclared() throws {
        let node = try TestNode(limitBytes: 30_000)
        for boot in 0..<200 {
            let signer = BatchSigner(
                key: node.key, baseName: node.server.baseName,
                boot: BootID([UInt8](repeating: UInt8(boot), count: 16)) ?? .zero)
            let time = NodeTime(uptimeMilliseconds: 9000, utcMilliseconds: nil)
            let record = SampledRecord.number("air_temperature", milli: 1, at: 8000)
            try node.spool.append(signer.sign([record], at: time, after: node.spool.head))
        }
        let reports = try node.thin()
        #expect(!reports.isEmpty && reports.allSatisfy { !$0.isSummarised })
        var content = ThinnedContent()
        for pack in try node.packs() { content.add(pack.records, baseName: node.server.baseName) }
        let left = content.readings["air_temperature"]?.count ?? 0
        #expect(Int64(left) + content.dropped == 200)
        // What the server would say to it.
        #expect(try node.packs().last?.records.first?.value == .text("thinned"))
    }

    @Test func unreadableBatch_isPassedOver_andStays() throws {
        let node = try TestNode(limitBytes: 40_000)
        try fill(node, minutes: 300)
        try node.spool.database.execute("UPDATE batch SET message = x'00' WHERE seq = 65")
        try node.spool.database.execute("UPDATE batch SET message = x'00' WHERE seq = 100")
        #expect(try !node.thin().isEmpty)
        let left = try node.spool.database.integer(
            "SELECT count(*) FROM batch WHERE seq IN (65, 100)")
        #expect(left == 2)
    }

    @Test func failureToThin_leavesTheOldBatches() throws {
        let node = try TestNode(limitBytes: 40_000)
        try fill(node, minutes: 300)
        try node.spool.database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON batch BEGIN SELECT RAISE(ABORT, 'full'); END")
        #expect(throws: SpoolError.self) { try node.thin() }
        #expect(node.spool.head.sequence == 300 && node.spool.undelivered == 300)
        #expect(try node.packs().count == 300)
        try node.spool.database.execute("DROP TRIGGER full")
        #expect(try !node.thin().isEmpty)
    }

    @Test func reopened_countsWhatIsThere() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        let node = try TestNode(spoolPath: path, limitBytes: 60_000)
        try fill(node, minutes: 600)
        try node.thin()
        let again = try TestNode(spoolPath: path, limitBytes: 60_000)
        #expect(again.spool.undelivered == node.spool.undelivered)
        // An estimate from positions would count what is gone.
        let bytes = try again.spool.database.integer("SELECT sum(length(message)) FROM batch") ?? 0
        #expect((bytes - 10...bytes + 10).contains(again.spool.keptBytes))
        #expect(try again.thin().isEmpty)
    }

    @Test func powerCut_atAnyByteOfTheLog_leavesOldOrNew() throws {
        let folder = try ScratchFolder()
        let path = folder.file("spool.sqlite")
        let node = try TestNode(spoolPath: path, limitBytes: 40_000)
        try fill(node, minutes: 200)
        try node.spool.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let before = try folder.read("spool.sqlite")
        #expect(try node.thin().count == 1)
        let log = try folder.read("spool.sqlite-wal")
        #expect(log.count > 4096)
        var outcomes: [Int64: Int] = [:]
        for length in stride(from: 0, through: log.count, by: 512) + [log.count] {
            let cut = try ScratchFolder()
            try cut.write(before, to: "spool.sqlite")
            try cut.write(Array(log.prefix(length)), to: "spool.sqlite-wal")
            let after = try TestNode(spoolPath: cut.file("spool.sqlite"), limitBytes: 40_000)
            var content = ThinnedContent()
            for pack in try after.packs() {
                content.add(pack.records, baseName: after.server.baseName)
            }
            let left = Int64(content.readings["air_temperature"]?.count ?? 0)
            let total = left + content.thinned.reduce(0) { $0 + $1.count }
            outcomes[Int64(after.spool.head.sequence), default: 0] += 1
            #expect(total == 1200, "after \(length) bytes")
        }
        #expect(Set(outcomes.keys) == [200, 201], "\(outcomes)")
    }

    @Test func server_takesTheSummaryOverTheGap() throws {
        let node = try TestNode(limitBytes: 40_000)
        node.channel.failure = .broken("away")
        try fill(node, minutes: 300)
        try node.thin()
        try fill(node, minutes: 3, from: 300)
        node.channel.failure = nil
        node.run(forMilliseconds: 10_000_000)
        #expect(node.spool.undelivered == 0)
        #expect(node.server.head == node.spool.head)
        var content = ThinnedContent()
        content.add(node.server.records, baseName: node.server.baseName)
        let left = Int64(content.readings["air_temperature"]?.count ?? 0)
        #expect(left + content.thinned.reduce(0) { $0 + $1.count } == 303 * 6)
        #expect(!content.thinned.isEmpty)
    }

    @Test func receiptLostAgainAndAgain_neverMakesAFork() throws {
        let node = try TestNode(limitBytes: 40_000)
        try fill(node, minutes: 300)
        // The server keeps what comes and its answers are lost; the node asks for its head anew.
        for _ in 0..<5 {
            node.channel.bytesPerConnection = 700
            node.uplink.headNeed = .plain
            node.uplink.retryNow()
            node.run(forMilliseconds: 3000)
        }
        let known = node.server.head.sequence
        #expect(known <= node.spool.delivered + 64)
        try node.thin()
        node.channel.bytesPerConnection = .max
        node.run(forMilliseconds: 10_000_000)
        #expect(node.spool.undelivered == 0)
        #expect(node.log.messages(.error).isEmpty, "\(node.log.messages(.error))")
    }
}
