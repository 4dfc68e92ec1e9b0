import RueCrypto
import RueHTTP
import RueTestSupport
import RueWire

/// A node of the benchmark: its key, its enrolment, and its chain.
final class BenchNode {
    let key: SigningKey
    let baseName: String
    private var previous = MessageID.zero
    private var sequence: UInt64 = 0
    private let boot: BootID
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

    /// Signs the workload's next batches, and makes a request of them.
    ///
    /// - Returns: the whole HTTP request, and how many batches and readings are in it; nil when the
    ///   workload has ended.
    func request(
        batches count: Int, workload: inout Workload, host: String
    ) throws -> SignedRequest? {
        var body: [UInt8] = []
        var batches = 0
        var readings = 0
        while batches < count, let pack = workload.nextPack() {
            body += try sign(pack)
            batches += 1
            readings += pack.count
        }
        guard batches > 0 else { return nil }
        batchBytes += body.count
        let request = HTTPRequest.node(
            path: "/v1/batches", type: MediaType.sequence, host, body)
        return SignedRequest(bytes: request.serialise(), batches: batches, readings: readings)
    }

    private func sign(_ pack: Workload.Pack) throws -> [UInt8] {
        sequence += 1
        let link = ChainLink(
            sequence: sequence, previous: previous, boot: boot,
            uptimeMilliseconds: UInt64(pack.uptime), utcMilliseconds: UInt64(pack.last))
        let batch = try Envelope.sign(
            kind: .batch, chain: link, payload: pack.payload, key: key)
        previous = batch.messageID
        firstBatch = firstBatch ?? batch
        return batch.encode()
    }
}
