import RueCrypto
import RueWire

@testable import RueAgentCore

/// A node with its server, all in memory.
final class TestNode {
    let key: SigningKey
    let server: FakeServer
    let channel: FakeChannel
    let spool: Spool
    let log = RecordingLog()
    let signer: BatchSigner
    var uplink: Uplink
    var now: UInt64 = 1000

    static let boot = BootID([UInt8](repeating: 9, count: 16)) ?? .zero

    init(
        seed: UInt8 = 1, spoolPath: String = ":memory:", limitBytes: Int64 = 1 << 28,
        spool opened: Spool? = nil
    ) throws {
        key = try SigningKey(seed: [UInt8](repeating: seed, count: 32))
        let serverKey = try SigningKey(seed: [UInt8](repeating: 200, count: 32))
        server = try FakeServer(node: key, server: serverKey)
        channel = FakeChannel(server)
        let grant = try Grant(decoding: server.grantMessage, for: key.publicKey)
        spool =
            try opened
            ?? Spool(
                path: spoolPath, keyID: key.publicKey.keyID, grantID: grant.id,
                limitBytes: limitBytes)
        signer = BatchSigner(key: key, baseName: server.baseName, boot: Self.boot)
        uplink = Uplink(
            NodeIdentity(key: key, grant: grant, host: "server", port: 8443), spool: spool,
            over: Exchange(over: channel), random: CountingRandomness(), log: log)
    }

    /// Signs and stores batches of one record each.
    func fill(_ count: Int, startingAt first: Int64 = 0) throws {
        for index in 0..<count {
            now += 100
            try spool.append(try batch(value: first + Int64(index)))
        }
    }

    func batch(value: Int64, after head: ChainHead? = nil) throws -> SpooledBatch {
        let record = SampledRecord(
            .reading, name: "air_temperature", unit: "Cel",
            value: .decimal(DecimalFraction(integer: value)), uptimeMilliseconds: now - 50)
        let time = NodeTime(
            uptimeMilliseconds: now, utcMilliseconds: 1_800_000_000_000 + now)
        return try signer.sign([record], at: time, after: head ?? spool.head)
    }

    /// Drives the uplink until it rests, for some time at most.
    func run(forMilliseconds milliseconds: UInt64 = 20_000) {
        let end = now + milliseconds
        while now < end, !uplink.isDone {
            uplink.advance(at: now)
            now = uplink.exchange.isBusy ? now + 10 : max(now + 10, uplink.deadline ?? 0)
        }
    }

    /// The values of the records that the server has, `node_*` left out.
    var deliveredValues: [Int64] {
        server.records.compactMap { record in
            guard record.name.hasSuffix("air_temperature"), case .decimal(let value) = record.value
            else { return nil }
            return value.scaled(places: 0)
        }
    }
}
