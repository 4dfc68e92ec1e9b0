import RueCrypto
import RueTestSupport
import RueWire

@testable import RueAgentCore

/// What the records of batches tell, taken apart as a reader of the protocol would.
struct ThinnedContent {
    struct Summary {
        let name: String
        let time: Int64
        let mean: DecimalFraction
        let least: DecimalFraction
        let greatest: DecimalFraction
        let count: Int64
    }

    var summaries: [Summary] = []
    /// Readings that stand by themselves, by series.
    var readings: [String: [(time: Int64, value: Int64)]] = [:]
    var texts: [String] = []
    /// What `node_thinned` and `node_dropped` say, with the spans before it.
    var thinned: [(count: Int64, span: ClosedRange<Int64>)] = []
    var dropped: Int64 = 0

    /// - Parameters:
    ///   - records: the records of one batch, in its order.
    ///   - baseName: the node's.
    mutating func add(_ records: [SenMLRecord], baseName: String) {
        let names = records.map { String($0.name.dropFirst(baseName.count)) }
        var index = 0
        while index < records.count {
            defer { index += 1 }
            let (name, record) = (names[index], records[index])
            guard let number = number(record) else {
                if name != "node_repacked" { texts.append(name + " " + record.value.description) }
                continue
            }
            let value = number.scaled(places: 3) ?? .max
            switch name {
            case "node_thinned":
                let span = self.number(records[index + 1])?.scaled(places: 0) ?? -1
                let end = time(record)
                thinned.append((value / 1000, end - span...end))
            case "node_dropped": dropped += value / 1000
            case _ where name.hasPrefix("node_"): break
            case _ where index + 3 < records.count && names[index + 3] == name + "-count":
                summaries.append(
                    Summary(
                        name: name, time: time(record), mean: number,
                        least: self.number(records[index + 1]) ?? number,
                        greatest: self.number(records[index + 2]) ?? number,
                        count: self.number(records[index + 3])?.scaled(places: 0) ?? -1))
                index += 3
            default: readings[name, default: []].append((time(record), value))
            }
        }
    }

    private func number(_ record: SenMLRecord) -> DecimalFraction? {
        if case .decimal(let number) = record.value { number } else { nil }
    }

    private func time(_ record: SenMLRecord) -> Int64 {
        switch record.time {
        case .absolute(let time), .relative(let time): time
        }
    }
}

extension TestNode {
    /// The records of every batch in the spool from a number on.
    func packs(from first: UInt64 = 1) throws -> [(link: ChainLink, records: [SenMLRecord])] {
        var packs: [(ChainLink, [SenMLRecord])] = []
        var next = try spool.firstKept(after: first - 1)
        while let sequence = next {
            for batch in try spool.batches(from: sequence, maximumItems: 1, maximumBytes: 0) {
                let envelope = try Envelope.decode(batch.message)
                guard let link = envelope.chain, envelope.verify(with: key.publicKey),
                    link.sequence == batch.sequence, envelope.messageID == batch.id
                else { throw WireError.messageType }
                let pack = try Pack(
                    decoding: envelope.payload, link: link, baseName: server.baseName)
                packs.append((link, pack.records))
            }
            next = try spool.firstKept(after: sequence)
        }
        return packs
    }

    var thinner: BatchThinner { BatchThinner(key: key, baseName: server.baseName) }

    /// Thins until there is room, or nothing more to thin.
    @discardableResult
    func thin() throws -> [ThinningReport] {
        var reports: [ThinningReport] = []
        while reports.count < 10_000, let report = try spool.thinIfFull(by: thinner) {
            reports.append(report)
        }
        return reports
    }

    /// Signs and stores records at a moment.
    func store(_ records: [SampledRecord], utc: UInt64? = 1_800_000_000_000) throws {
        try spool.append(
            signer.sign(
                records[...],
                at: NodeTime(uptimeMilliseconds: now, utcMilliseconds: utc.map { $0 + now }),
                after: spool.head))
    }
}

extension SampledRecord {
    static func number(_ name: String, milli: Int64, at time: UInt64) -> SampledRecord {
        SampledRecord(
            .reading, name: name, unit: "Cel", value: .decimal(DecimalFraction(milli: milli)),
            uptimeMilliseconds: time)
    }

    static func fault(_ name: String, _ text: String, at time: UInt64) -> SampledRecord {
        SampledRecord(.reading, name: name, unit: nil, value: .text(text), uptimeMilliseconds: time)
    }
}
