import Foundation
import RueCrypto
import RueTestSupport
import RueWire
import Testing

/// Python's `cbor2` and `cryptography` read what Rue writes, and Rue reads what they write.
@Suite struct InteroperationTests {
    private let folder: ScratchFolder
    private let baseName = "urn:dev:mac:b827ebfffe3c9a01_"
    private let values: [(name: String, unit: String?, value: SenMLValue, offset: Int64)] = [
        ("air_temperature", "Cel", .decimal(DecimalFraction(milli: 21_370)), 0),
        ("air_temperature", "Cel", .decimal(DecimalFraction(milli: -125)), -1000),
        ("air_humidity", "%RH", .decimal(DecimalFraction(milli: 47_000)), -1500),
        ("air_pressure", "Pa", .decimal(DecimalFraction(milli: 101_325_001)), -59_999),
        ("air_pressure", "Pa", .double(1.0e-7), -1),
        ("air_pressure", "Pa", .double(-1013.25), 0),
        ("light_fault", nil, .text("no acknowledge, zu spät"), -7),
        ("door_locked", nil, .bool(false), 0),
        ("radio_frame", nil, .data([0, 1, 254, 255]), -8),
    ]

    init() throws {
        folder = try ScratchFolder()
    }

    private func runPython(_ arguments: [String]) throws -> Data {
        let run = try Python.run([Fixture.path("interop.py")] + arguments)
        try #require(run.status == .exited(0), "\(run.errorOutput)")
        return Data(run.output.utf8)
    }

    private func makeBatch(utcMilliseconds: UInt64?, key: SigningKey) throws -> Envelope {
        var pack = PackEncoder(
            baseName: baseName, baseTimeMilliseconds: utcMilliseconds.map { Int64($0) })
        for value in values {
            pack.append(
                name: value.name, unit: value.unit, value: value.value,
                timeOffsetMilliseconds: value.offset)
        }
        let link = ChainLink(
            sequence: 9_007_199_254_740_991, previous: SHA256.hash([1, 2, 3]),
            boot: try #require(BootID([UInt8](1...16))), uptimeMilliseconds: 123_456,
            utcMilliseconds: utcMilliseconds)
        return try Envelope.sign(kind: .batch, chain: link, payload: pack.encode(), key: key)
    }

    private func describe(_ batch: Envelope) throws -> BatchDescription {
        let link = try #require(batch.chain)
        let pack = try Pack(decoding: batch.payload, link: link, baseName: baseName)
        return BatchDescription(
            id: batch.messageID.hex, kid: batch.keyID.hex, seq: link.sequence,
            prev: link.previous.hex, boot: link.boot.hex, up_ms: link.uptimeMilliseconds,
            utc_ms: link.utcMilliseconds, records: pack.records.map(BatchDescription.Record.init))
    }

    @Test(arguments: [1_767_225_600_123, nil] as [UInt64?])
    func python_batchOfRue_verifiesAndReadsTheSame(utcMilliseconds: UInt64?) throws {
        let key = try SigningKey.generate()
        let batch = try makeBatch(utcMilliseconds: utcMilliseconds, key: key)
        let path = folder.file("batch.cose")
        try Data(batch.encode()).write(to: URL(fileURLWithPath: path))
        let output = try runPython(["read", Hex.encode(key.publicKey.bytes), path])
        let read = try JSONDecoder().decode(BatchDescription.self, from: output)
        #expect(read == (try describe(batch)))
        #expect(read.records.count == values.count)
        let base = utcMilliseconds.map { Int64($0) } ?? 0
        for (record, value) in zip(read.records, values) {
            #expect(record.name == baseName + value.name)
            #expect(record.unit == value.unit)
            #expect(record.milliseconds == base + value.offset)
        }
    }

    @Test func python_batchOfRueWithAFlippedBit_isRefused() throws {
        let key = try SigningKey.generate()
        var bytes = try makeBatch(utcMilliseconds: nil, key: key).encode()
        bytes[bytes.count - 70] ^= 1
        let path = folder.file("batch.cose")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let run = try Python.run(
            [Fixture.path("interop.py"), "read", Hex.encode(key.publicKey.bytes), path])
        #expect(run.status == .exited(1))
        #expect(run.errorOutput.contains("InvalidSignature"))
    }

    @Test func rue_batchesOfPython_verifiesAndReadsTheSame() throws {
        let key = try SigningKey.generate()
        let output = try runPython(["make", Hex.encode(key.seed), folder.path])
        let made = try JSONDecoder().decode([BatchDescription].self, from: output)
        try #require(made.count == 2)
        for (number, expected) in zip(1..., made) {
            let batch = try Envelope.decode(folder.read("\(number).cose"))
            #expect(batch.kind == .batch)
            #expect(batch.keyID == key.publicKey.keyID)
            #expect(batch.messageID(verifiedWith: key.publicKey) == batch.messageID)
            #expect(try describe(batch) == expected)
        }
        #expect(made[1].prev == made[0].id)
        #expect(made[0].records.count == 8 && made[1].records.count == 2)
    }

    @Test func rue_batchOfPythonWithAnyByteChanged_isRefused() throws {
        let key = try SigningKey.generate()
        _ = try runPython(["make", Hex.encode(key.seed), folder.path])
        let bytes = try folder.read("2.cose")
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x20
            // Most are refused by the decoder already.
            guard let batch = try? Envelope.decode(changed) else { continue }
            #expect(!batch.verify(with: key.publicKey), "byte \(index)")
            #expect(batch.messageID(verifiedWith: key.publicKey) == nil)
        }
    }
}
