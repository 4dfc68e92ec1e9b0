import RueCrypto
import RueHTTP
import RueWire

@testable import RueAgentCore

/// The server's side of the protocol in memory, for one node: as much of the table of answers as
/// a node can meet.
final class FakeServer {
    let key: SigningKey
    let nodeKey: PublicKey
    let grantMessage: [UInt8]
    let grantID: MessageID
    let baseName: String

    /// Every item kept, by number.
    private(set) var kept: [UInt64: MessageID] = [:]
    private(set) var records: [SenMLRecord] = []
    private(set) var head: ChainHead
    /// Requests so far, by path.
    private(set) var requests: [HTTPRequest] = []

    /// Contradictions that it found, as an alarm would tell them.
    private(set) var alarms: [ProblemCode] = []

    /// Answers instead of the server, when it returns something.
    var override: ((HTTPRequest) -> HTTPResponse?)?
    /// What the server's clock shows.
    var utcMilliseconds: UInt64 = 1_800_000_000_000
    /// Items accepted of one request.
    var acceptsAtMost = 64
    /// A server that has forgotten the node knows it again from its grant.
    var knowsNode = true
    var quarantines = false
    /// Whether it goes on from where a node says that its ring begins.
    var followsOldest = true

    init(node: SigningKey, server: SigningKey) throws {
        key = server
        nodeKey = node.publicKey
        baseName = BaseName.simulated(node.publicKey.keyID)
        let payload = GrantPayload(
            publicKey: node.publicKey.bytes, baseName: baseName,
            serverID: server.publicKey.keyID, livePin: Self.pin(1), recoveryPin: Self.pin(2),
            serverKey: server.publicKey.bytes, tokenID: [1, 2, 3, 4, 5, 6, 7, 8],
            utcMilliseconds: 1_790_000_000_000)
        let grant = try Envelope.sign(
            kind: .grant, chain: nil, payload: payload.encode(), key: server)
        grantMessage = grant.encode()
        grantID = grant.messageID
        head = ChainHead(sequence: 0, id: grant.messageID)
    }

    static func pin(_ byte: UInt8) -> Pin {
        Pin([UInt8](repeating: byte, count: 32)) ?? .zero
    }

    /// Replaces what the server has, as a restored or another one.
    func setHead(_ head: ChainHead, keeping kept: [UInt64: MessageID]) {
        self.head = head
        self.kept = kept
    }

    /// Notes a request that is not answered.
    func note(_ request: HTTPRequest) { requests.append(request) }

    func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        requests.append(request)
        if let response = override?(request) { return response }
        switch request.path {
        case "/v1/head": return try answerHead(request)
        case "/v1/batches": return try answerBatches(request)
        default: return problem(.notFound)
        }
    }

    private func answerHead(_ request: HTTPRequest) throws -> HTTPResponse {
        let envelope = try Envelope.decode(request.body)
        guard envelope.kind == .headRequest, envelope.verify(with: nodeKey) else {
            return problem(.signature)
        }
        let payload = try HeadRequestPayload(decoding: envelope.payload)
        if !knowsNode {
            guard payload.grant == grantMessage else { return problem(.signature) }
            knowsNode = true
        }
        if followsOldest, let oldest = payload.oldest, oldest.sequence > head.sequence + 1 {
            head = ChainHead(sequence: oldest.sequence - 1, id: oldest.previous)
        }
        return HTTPResponse(status: 200, body: try signedHead(nonce: payload.nonce))
    }

    func signedHead(nonce: Bytes16) throws -> [UInt8] { try signedHead(head, nonce: nonce) }

    func signedHead(_ head: ChainHead, nonce: Bytes16) throws -> [UInt8] {
        let payload = HeadPayload(
            nonce: nonce, keyID: nodeKey.keyID, sequence: head.sequence, id: head.id,
            utcMilliseconds: utcMilliseconds, serverID: key.publicKey.keyID)
        return try Envelope.sign(kind: .head, chain: nil, payload: payload.encode(), key: key)
            .encode()
    }

    private func answerBatches(_ request: HTTPRequest) throws -> HTTPResponse {
        if !knowsNode { return problem(.signature) }
        var last: ChainHead?
        for range in try MessageSequence.split(request.body, maximumItems: 64)
            .prefix(acceptsAtMost)
        {
            let envelope = try Envelope.decode(Array(request.body[range]))
            guard envelope.verify(with: nodeKey), let link = envelope.chain else {
                // What was kept before it is answered for.
                if last != nil { break }
                return problem(.signature)
            }
            let id = envelope.messageID
            switch head.verdict(on: link, id: id, storedID: { kept[$0] }) {
            case .next:
                let pack = try Pack(decoding: envelope.payload, link: link, baseName: baseName)
                records += pack.records
                kept[link.sequence] = id
                head = ChainHead(sequence: link.sequence, id: id)
                last = head
            case .known: last = ChainHead(sequence: link.sequence, id: id)
            case .gap where last == nil: return try conflict(.gap, id)
            case .fork where last == nil: return try conflict(.fork, id)
            case .chain where last == nil: return try conflict(.chain, id)
            case .gap, .fork, .chain: break
            }
        }
        guard let last else { return problem(.malformed) }
        return HTTPResponse(status: 200, body: try receipt(for: last))
    }

    func receipt(for item: ChainHead) throws -> [UInt8] {
        let payload = ReceiptPayload(
            keyID: nodeKey.keyID, sequence: item.sequence, id: item.id,
            status: quarantines ? .quarantined : .accepted, utcMilliseconds: utcMilliseconds,
            logID: .zero, logSize: item.sequence, logHead: item.id)
        return try Envelope.sign(kind: .receipt, chain: nil, payload: payload.encode(), key: key)
            .encode()
    }

    private func conflict(_ code: ProblemCode, _ id: MessageID) throws -> HTTPResponse {
        if code != .gap { alarms.append(code) }
        return problem(code, head: try signedHead(nonce: Bytes16(id.bytes.prefix(16)) ?? .zero))
    }

    func problem(
        _ code: ProblemCode, head: [UInt8]? = nil, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        let problem = Problem(title: code.text, detail: "", code: code, head: head)
        return HTTPResponse(status: code.status, headers: headers, body: problem.encode())
    }
}
