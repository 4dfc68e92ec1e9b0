import RueCrypto
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct RecordScanTests {
    private static let key = try? SigningKey(seed: Array(repeating: 3, count: 32))
    private static let baseName = "urn:dev:mac:8a6317c7d32038f2_"
    private static let start: Int64 = 1_767_225_600_000

    private struct Seen: Equatable {
        let name: String
        let unit: String?
        let value: SenMLValue
        let milliseconds: Int64
    }

    private static func message(_ payload: [UInt8], knowsTime: Bool = true) throws -> [UInt8] {
        let link = ChainLink(
            sequence: 1, previous: .zero, boot: .zero, uptimeMilliseconds: 1_000,
            utcMilliseconds: knowsTime ? UInt64(start) : nil)
        return try Envelope.sign(
            kind: .batch, chain: link, payload: payload, key: #require(key)
        ).encode()
    }

    private static func scanned(_ message: [UInt8]) -> (seen: [Seen], isWhole: Bool) {
        message.withUnsafeBytes { bytes in
            guard var scan = RecordScan(message: bytes, baseName: Array(baseName.utf8)) else {
                return ([], false)
            }
            var seen: [Seen] = []
            while scan.next() {
                let value: SenMLValue =
                    switch scan.value {
                    case .number(let number): number.value
                    case .bool(let truth): .bool(truth)
                    case .text(let text): .text(String(decoding: text, as: UTF8.self))
                    case .data(let data): .data(Array(data))
                    }
                seen.append(
                    Seen(
                        name: String(decoding: scan.name, as: UTF8.self),
                        unit: scan.unit.map { String(decoding: $0, as: UTF8.self) }, value: value,
                        milliseconds: scan.milliseconds))
            }
            return (seen, scan.index == scan.count)
        }
    }

    private static func expected(_ payload: [UInt8]) throws -> [Seen] {
        let link = ChainLink(
            sequence: 1, previous: .zero, boot: .zero, uptimeMilliseconds: 1_000,
            utcMilliseconds: UInt64(start))
        return try Pack(decoding: payload, link: link, baseName: baseName).records.map { record in
            guard case .absolute(let milliseconds) = record.time else {
                throw WireError.timeOutOfRange(record: 0)
            }
            return Seen(
                name: String(record.name.dropFirst(baseName.count)), unit: record.unit,
                value: record.value, milliseconds: milliseconds)
        }
    }

    private static func randomPayload(_ random: inout SeededRandom) -> [UInt8] {
        var pack = PackEncoder(baseName: baseName, baseTimeMilliseconds: start)
        for index in 0..<Int.random(in: 1...40, using: &random) {
            let value: SenMLValue =
                switch Int.random(in: 0...9, using: &random) {
                case 0: .text("it fails: \(index) <é>")
                case 1: .bool(Bool.random(using: &random))
                case 2: .data([1, 2, 3])
                case 3: .double(Double.random(in: -1e9...1e9, using: &random))
                case 4:
                    .decimal(DecimalFraction(integer: .random(in: .min ... .max, using: &random)))
                default:
                    .decimal(DecimalFraction(milli: .random(in: -99_999...99_999, using: &random)))
                }
            pack.append(
                name: "s\(Int.random(in: 0...7, using: &random))_temperature",
                unit: Bool.random(using: &random) ? "Cel" : nil, value: value,
                timeOffsetMilliseconds: .random(in: -90_000_000...90_000_000, using: &random))
        }
        return pack.encode()
    }

    @Test func scan_ofRandomPacks_seesWhatTheStrictReaderSees() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("RecordScan"))
        for _ in 0..<200 {
            let payload = Self.randomPayload(&random)
            let (seen, isWhole) = Self.scanned(try Self.message(payload))
            #expect(isWhole)
            #expect(try seen == Self.expected(payload))
        }
    }

    @Test func scan_ofDamagedBytes_endsAndNeverSeesMoreThanThereIs() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("RecordScan"))
        let message = try Self.message(Self.randomPayload(&random))
        for count in message.indices {
            let (_, isWhole) = Self.scanned(Array(message[..<count]))
            #expect(!isWhole || count >= message.count - 66, "\(count) of \(message.count)")
        }
        for _ in 0..<2_000 {
            var damaged = message
            damaged[Int.random(in: damaged.indices, using: &random)] = .random(
                in: 0...255, using: &random)
            _ = Self.scanned(damaged)
        }
    }

    @Test func scan_withoutAClock_leavesTheRecordsToTheLongWay() throws {
        var pack = PackEncoder(baseName: Self.baseName, baseTimeMilliseconds: nil)
        pack.append(name: "a_b", unit: nil, value: .bool(true), timeOffsetMilliseconds: -5)
        let (seen, isWhole) = Self.scanned(try Self.message(pack.encode(), knowsTime: false))
        #expect(seen.isEmpty)
        #expect(!isWhole)
    }

    @Test func scan_ofAnotherNodesName_leavesTheRecordsToTheLongWay() throws {
        var pack = PackEncoder(baseName: "urn:dev:mac:other_", baseTimeMilliseconds: Self.start)
        pack.append(name: "a_b", unit: nil, value: .bool(true), timeOffsetMilliseconds: 0)
        #expect(!Self.scanned(try Self.message(pack.encode())).isWhole)
    }

    @Test func names_inAnyOrder_areFoundByTheirBytes() {
        var table = NameTable()
        let words = ["t", "h", "p", "t", "h", "p", "node_uptime", "t", "p", "h", "node_uptime"]
        var numbers: [Int] = []
        for word in words {
            Array(word.utf8).withUnsafeBytes { name in
                if table.find(name) == nil { table.add(name) }
                numbers.append(table.find(name) ?? -1)
            }
        }
        #expect(numbers == [0, 1, 2, 0, 1, 2, 3, 0, 2, 1, 3])
        #expect(table.count == 4)
        Array("tt".utf8).withUnsafeBytes { #expect(table.find($0) == nil) }
    }
}
