import Testing

@testable import RueWire

/// Random damage: nothing may crash or hang, and what is accepted must be stable.
@Suite struct MutationTests {
    @Test func mutatedEnvelopes_areRefusedOrStable() throws {
        var random = Seeded("envelopes")
        let originals = MessageKind.allCases.map { kind in
            Sample.message(kind, payload: kind == .batch ? Sample.pack() : [1, 2, 3]).encode()
        }
        var accepted = 0
        for original in originals {
            for _ in 0..<1_000 {
                let mutated = random.mutate(original)
                guard let envelope = try? Envelope.decode(mutated) else { continue }
                accepted += 1
                // Only one encoding is accepted, so what was read must give the same bytes.
                #expect(envelope.encode() == mutated)
                #expect(try Envelope.decode(envelope.encode()) == envelope)
            }
        }
        #expect(accepted > 0)
    }

    @Test func mutatedPacks_areRefusedOrStable() throws {
        var random = Seeded("packs")
        var accepted = 0
        for hasClock in [true, false] {
            let original = Sample.pack(hasClock: hasClock)
            for _ in 0..<10_000 {
                let mutated = random.mutate(original)
                guard
                    let pack = try? Pack(
                        decoding: mutated, link: Sample.link(hasClock: hasClock),
                        baseName: Sample.baseName)
                else { continue }
                accepted += 1
                try Self.checkStable(pack, hasClock: hasClock)
            }
        }
        #expect(accepted > 0)
    }

    /// Every accepted record, written again, is the same record.
    private static func checkStable(_ pack: Pack, hasClock: Bool) throws {
        let records = pack.records
        #expect(records.count == pack.count)
        var encoder = PackEncoder(
            baseName: Sample.baseName, baseTimeMilliseconds: hasClock ? Sample.utcMilliseconds : nil
        )
        for record in records {
            let name = try #require(record.name.dropPrefix(Sample.baseName))
            encoder.append(
                name: name, unit: record.unit, value: record.value,
                timeOffsetMilliseconds: record.time.offset)
        }
        let again = try Pack(
            decoding: encoder.encode(), link: Sample.link(hasClock: hasClock),
            baseName: Sample.baseName)
        #expect(again.timeRange == pack.timeRange)
        #expect(again.records.map(\.normalised) == records.map(\.normalised))
    }

    @Test(arguments: PayloadTests.cases)
    func mutatedPayloads_areRefusedOrStable(item: PayloadTests.Case) throws {
        var random = Seeded("payload " + item.name)
        for _ in 0..<2_000 {
            guard let first = try? item.rewrite(random.mutate(item.encoded)) else { continue }
            #expect(try item.rewrite(first) == first)
        }
    }

    @Test func mutatedProblemsAndLinks_areRefusedOrStable() throws {
        var random = Seeded("problems")
        let problem = Problem(title: "a", detail: "b", code: .gap, head: [1, 2]).encode()
        let link = Array(EnrolmentLinkTests.link().text.utf8)
        for _ in 0..<5_000 {
            if let decoded = try? Problem(decoding: random.mutate(problem)) {
                #expect(try Problem(decoding: decoded.encode()) == decoded)
            }
            let text = String(decoding: random.mutate(link), as: UTF8.self)
            if let decoded = try? EnrolmentLink(parsing: text) {
                #expect(try EnrolmentLink(parsing: decoded.text) == decoded)
            }
        }
    }

    @Test func randomBytes_areNeverAcceptedAsAMessage() {
        var random = Seeded("random")
        for _ in 0..<20_000 {
            let bytes = random.bytes(Int.random(in: 0...80, using: &random))
            #expect((try? Envelope.decode(bytes)) == nil)
            _ = try? MessageSequence.split(bytes, maximumItems: 64)
            var reader = CBORReader(bytes)
            _ = try? reader.skipPayloadItem(depth: 4)
        }
    }
}

extension String {
    fileprivate func dropPrefix(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}

extension SenMLTime {
    fileprivate var offset: Int64 {
        switch self {
        case .absolute(let milliseconds): milliseconds - Sample.utcMilliseconds
        case .relative(let milliseconds): milliseconds
        }
    }
}

extension SenMLRecord {
    fileprivate var normalised: SenMLRecord {
        guard case .decimal(let number) = value else { return self }
        var record = self
        record.value = .decimal(number.normalised)
        return record
    }
}
