import RueCrypto
import RueHTTP
import RueTestSupport
import RueWire

/// A node of the benchmark: its key, its enrolment, and the requests that it will send.
final class BenchNode {
    let key: SigningKey
    let baseName: String
    private var previous = MessageID.zero
    private var sequence: UInt64 = 0
    private let boot: BootID
    /// Whole HTTP requests, in the order of the chain.
    private(set) var requests: [[UInt8]] = []
    private(set) var firstBatch: Envelope?
    /// The bytes of all signed batches.
    private(set) var batchBytes = 0

    init(number: Int) throws {
        var random = SeededRandom(seed: UInt64(number) + 1)
        key = try SigningKey(seed: random.bytes(32))
        baseName = BaseName.simulated(key.publicKey.keyID)
        boot = BootID(random.bytes(16)) ?? .zero
    }

    /// The message that spends a link.
    func enrolment(_ link: EnrolmentLink) throws -> [UInt8] {
        let mac = EnrolmentCode.compute(
            secretHash: SHA256.hash(link.secret), keyID: key.publicKey.keyID, pin: link.livePin,
            baseName: baseName)
        let payload = EnrolPayload(
            tokenID: link.tokenID, mac: mac, publicKey: key.publicKey.bytes, baseName: baseName)
        return try Envelope.sign(kind: .enrol, chain: nil, payload: payload.encode(), key: key)
            .encode()
    }

    /// The chain begins with the server's answer.
    func begin(grant: [UInt8]) throws {
        previous = try Envelope.decode(grant).messageID
    }

    /// Signs batches, and makes requests of some batches each.
    func prepare(
        requests count: Int, batchesPerRequest: Int, workload: inout Workload, host: String
    ) throws {
        for _ in 0..<count {
            var body: [UInt8] = []
            for _ in 0..<batchesPerRequest { body += try nextBatch(&workload) }
            batchBytes += body.count
            requests.append(
                HTTPRequest.node(path: "/v1/batches", type: MediaType.sequence, host, body)
                    .serialise())
        }
    }

    private func nextBatch(_ workload: inout Workload) throws -> [UInt8] {
        let pack = workload.nextPack()
        sequence += 1
        let link = ChainLink(
            sequence: sequence, previous: previous, boot: boot,
            uptimeMilliseconds: sequence * 70_000, utcMilliseconds: UInt64(pack.last))
        let batch = try Envelope.sign(
            kind: .batch, chain: link, payload: pack.payload, key: key)
        previous = batch.messageID
        firstBatch = firstBatch ?? batch
        return batch.encode()
    }
}
