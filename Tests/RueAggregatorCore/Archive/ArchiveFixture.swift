import RueCrypto
import RueStore
import RueWire
import Testing

@testable import RueAggregatorCore

/// Three nodes' evidence: readings, a rotation, a gap, a quarantined batch, a fork.
final class ArchiveFixture {
    let store: StoreFixture
    let kitchen: NodeFixture
    let garden: NodeFixture
    let attic: NodeFixture
    /// The kitchen's key after its rotation, at item 4.
    let newKey: SigningKey

    init() throws {
        store = try StoreFixture()
        kitchen = try store.enrol("kitchen", seed: 1)
        garden = try store.enrol("garden", seed: 2)
        attic = try store.enrol("attic", seed: 3)
        newKey = try SigningKey(seed: Array(repeating: 21, count: 32))
        for step in 0..<10 {
            if step == 3 { try rotateKitchen() }
            let signer = step < 3 ? kitchen.key : newKey
            try append(step, to: kitchen, by: signer)
            if step == 5 { try loseItems(of: garden) }
            try append(step, to: garden, by: garden.key)
            try append(step, to: attic, by: attic.key, quarantined: step == 7 ? "odd" : nil)
        }
        try store.writer.transaction { () throws(StoreError) in
            try store.writer.recordEvent(
                .fork, node: garden.row, detail: "another item 3", now: StoreFixture.start)
        }
    }

    /// A minute apart, from the start on.
    static func time(_ step: Int) -> Int64 { StoreFixture.start + Int64(step) * 60_000 }

    private func append(
        _ step: Int, to node: NodeFixture, by signer: SigningKey, quarantined: String? = nil
    ) throws {
        let time = Self.time(step)
        var pack = PackEncoder(baseName: node.baseName, baseTimeMilliseconds: time)
        for name in ["air_temperature", "air_humidity"] {
            pack.append(
                name: name, unit: "Cel",
                value: .decimal(DecimalFraction(milli: Int64(step) * 7 + 20_001)),
                timeOffsetMilliseconds: 0)
        }
        try store.append(
            kind: .batch, payload: pack.encode(), utc: time,
            times: ItemTimes(first: time, last: time), to: node, quarantined: quarantined,
            signedBy: signer)
    }

    private func rotateKitchen() throws {
        let link = ChainLink(
            sequence: kitchen.nextSequence, previous: kitchen.previous, boot: .zero,
            uptimeMilliseconds: kitchen.uptime, utcMilliseconds: nil)
        let proof = try newKey.sign(
            RotatePayload.proofInput(
                oldKeyID: kitchen.key.publicKey.keyID, newKeyID: newKey.publicKey.keyID,
                link: link))
        let sequence = kitchen.nextSequence
        try store.append(
            kind: .rotate,
            payload: RotatePayload(newKey: newKey.publicKey.bytes, proof: proof).encode(),
            utc: nil, times: nil, to: kitchen)
        try store.writer.transaction { () throws(StoreError) in
            let old = try store.writer.key(kitchen.key.publicKey.keyID)
            try store.writer.endKey(old?.id ?? 0, atSequence: sequence)
            _ = try store.writer.addKey(
                NewKey(
                    keyID: newKey.publicKey.keyID, publicKey: newKey.publicKey.bytes,
                    node: kitchen.row, chain: kitchen.chain, now: StoreFixture.start))
        }
    }

    private func loseItems(of node: NodeFixture) throws {
        let first = node.nextSequence
        let lost = SHA256.hash([9])
        try store.writer.transaction { () throws(StoreError) in
            try store.writer.addGap(
                GapRecord(
                    chain: node.chain, sequences: first...first + 4, lastID: lost,
                    recordedMilliseconds: StoreFixture.start))
        }
        node.nextSequence = first + 5
        node.previous = lost
    }

    // MARK: Archives

    /// The records' bytes.
    func archive(
        nodes: [String] = [], times: ClosedRange<Int64>? = nil, key: SigningKey? = nil
    ) throws -> [UInt8] {
        let writer = try ArchiveWriter(
            reader: store.store.makeReader(), nodes: nodes, times: times,
            serverKey: key ?? store.serverKey)
        var bytes: [UInt8] = []
        let summary = try writer.write(now: Self.time(60), progress: { _ in }) {
            bytes += $0
            return true
        }
        _ = try #require(summary)
        return bytes
    }

    /// An archive taken apart.
    static func records(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var reader = CBORReader(bytes)
        var records: [[UInt8]] = []
        while !reader.isAtEnd { records.append(Array(bytes[try reader.skipItem(maximumDepth: 3)])) }
        return records
    }

    static func verify(
        _ bytes: [UInt8], everySignature: Bool = false, pieces: Int = 777,
        of isExpected: (KeyID) -> Bool = { _ in true }
    ) throws -> ArchiveReport {
        var verifier = ArchiveVerifier(
            ByteList(bytes, pieces: pieces), everySignature: everySignature)
        return try verifier.run(of: isExpected) { _ in }
    }
}

/// Bytes that come a few at a time.
final class ByteList: ByteSource {
    private var rest: ArraySlice<UInt8>
    private let most: Int

    init(_ bytes: [UInt8], pieces most: Int) {
        rest = bytes[...]
        self.most = most
    }

    func read(_ count: Int) throws(StateFileError) -> [UInt8] {
        let piece = Array(rest.prefix(min(count, most)))
        rest = rest.dropFirst(piece.count)
        return piece
    }
}
