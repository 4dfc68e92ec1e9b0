import RueCrypto
import RueHTTP
import RueWire
import Testing

@testable import RueAgentCore

/// An uplink whose node has changed its key, and whose server may not know that yet.
@Suite struct UplinkRotationTests {
    let node: TestNode
    let new: SigningKey
    let rotation: SpooledBatch

    init() throws {
        node = try TestNode()
        try node.fill(2)
        node.run()
        let new = try SigningKey(seed: [UInt8](repeating: 2, count: 32))
        rotation = try SpooledBatch.rotation(
            from: node.key, to: new, after: node.spool.head, boot: TestNode.boot,
            uptimeMilliseconds: node.now, utcMilliseconds: nil)
        try node.spool.append(rotation: rotation, newOwner: new.publicKey.keyID)
        self.new = new
        try restart()
    }

    /// The uplink after the change, as of another start.
    func restart(withOldKey hasOldKey: Bool = true) throws {
        let grant = try Grant(decoding: node.server.grantMessage, for: node.key.publicKey)
        let history = try KeyHistory(
            from: node.key.publicKey, to: new.publicKey, by: [rotation.message])
        node.uplink = Uplink(
            NodeIdentity(
                key: new, grant: grant, history: history, oldKey: hasOldKey ? node.key : nil,
                host: "server", port: 8443),
            spool: node.spool, over: Exchange(over: node.channel), random: CountingRandomness(),
            log: node.log)
    }

    /// Who signed the head requests since the beginning, and whether they showed the grant.
    func headRequests(after count: Int) throws -> [String] {
        try node.server.requests.dropFirst(count).filter { $0.path == "/v1/head" }.map { request in
            let envelope = try Envelope.decode(request.body)
            let payload = try HeadRequestPayload(decoding: envelope.payload)
            #expect(payload.rotations == (payload.grant == nil ? [] : [rotation.message]))
            return (envelope.keyID == new.publicKey.keyID ? "new" : "old")
                + (payload.grant == nil ? "" : ", grant")
        }
    }

    @Test func server_withoutTheRotation_isAskedByTheOldKey() throws {
        let before = node.server.requests.count
        node.uplink.advance(at: node.now)
        for _ in 0..<20 { node.uplink.advance(at: node.now) }
        // A server that learnt the rotation from the grant could not take another in its place.
        #expect(try headRequests(after: before) == ["new", "old"])
        #expect(node.uplink.isHeadSettled)
        let sent = try #require(node.server.requests.last)
        #expect(sent.path == "/v1/batches")
        #expect(sent.body == rotation.message)
    }

    @Test func server_thatKnowsNeitherKey_isShownGrantAndRotations() throws {
        let before = node.server.requests.count
        node.server.override = { [unowned server = node.server] request in
            request.path == "/v1/head" ? server.problem(.signature) : nil
        }
        for _ in 0..<20 { node.uplink.advance(at: node.now) }
        #expect(try headRequests(after: before) == ["new", "old", "new, grant"])
    }

    @Test func server_thatHasTheRotationAfterAll_doesNotStopTheNode() throws {
        let before = node.server.requests.count
        node.server.override = {
            [unowned server = node.server, old = node.key.publicKey.keyID] request in
            guard request.path == "/v1/head" else { return nil }
            do {
                let keyID = try Envelope.decode(request.body).keyID
                return server.problem(keyID == old ? .revoked : .signature)
            } catch {
                return nil
            }
        }
        for _ in 0..<20 { node.uplink.advance(at: node.now) }
        #expect(try headRequests(after: before) == ["new", "old", "new, grant"])
        #expect(node.uplink.state != .revoked)
    }

    @Test func node_withoutAnOldKey_showsItsGrantAtOnce() throws {
        try restart(withOldKey: false)
        let before = node.server.requests.count
        for _ in 0..<20 { node.uplink.advance(at: node.now) }
        #expect(try headRequests(after: before).prefix(2) == ["new", "new, grant"])
    }

    /// What only looks at its latest key takes its own older batches for damaged ones.
    @Test func batches_ofTheOldKey_areNotTakenForDamaged() throws {
        try node.spool.append(
            try BatchSigner(key: new, baseName: node.server.baseName, boot: TestNode.boot).sign(
                [
                    SampledRecord(
                        .reading, name: "air_temperature", unit: "Cel",
                        value: .decimal(DecimalFraction(integer: 9)),
                        uptimeMilliseconds: node.now)
                ], at: NodeTime(uptimeMilliseconds: node.now, utcMilliseconds: nil),
                after: node.spool.head))
        node.server.override = { [unowned server = node.server] request in
            request.path == "/v1/batches" ? server.problem(.signature) : nil
        }
        for _ in 0..<20 { node.uplink.advance(at: node.now) }
        #expect(node.log.messages(.error).allSatisfy { !$0.contains("not as it was signed") })
        #expect(node.spool.undelivered == 2)
    }
}
