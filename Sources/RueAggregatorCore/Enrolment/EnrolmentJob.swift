import RueCrypto
import RueStore
import RueWire

/// Enrols a node, or repeats what it was granted.
///
/// `@unchecked Sendable`: `outcome` belongs to the writer thread until `finish` hands it on.
final class EnrolmentJob: WriterJob, @unchecked Sendable {
    typealias Completion = @Sendable (Result<Result<[UInt8], Refusal>, StoreError>) -> Void

    private let request: EnrolmentRequest
    private let authority: NodeAuthority
    private let completion: Completion
    private var outcome: Result<[UInt8], Refusal> = .failure(.token)

    init(
        _ request: EnrolmentRequest, authority: NodeAuthority, completion: @escaping Completion
    ) {
        self.request = request
        self.authority = authority
        self.completion = completion
    }

    func perform(_ state: WriterState) throws(StoreError) {
        let grant = try grant(state)
        outcome = grant.map { .success($0) } ?? .failure(.token)
    }

    func finish(_ error: StoreError?) {
        if let error {
            completion(.failure(error))
        } else {
            completion(.success(outcome))
        }
    }

    private var keyID: KeyID { request.key.keyID }

    /// The grant, new or repeated; nil when anything is wrong.
    private func grant(_ state: WriterState) throws(StoreError) -> [UInt8]? {
        guard let token = try state.store.token(id: request.payload.tokenID), isCodeGood(token)
        else { return nil }
        let signer = state.signer(keyID)
        if let signer, signer.isRevoked { return nil }
        if let spentBy = token.spentBy {
            // The code covers the name, and a grant for another one was never given for it.
            guard spentBy == keyID, signer?.baseName == request.payload.baseName else { return nil }
            return try state.store.chain(tokenID: token.id)?.grant
        }
        guard state.now < token.expiresMilliseconds, let place = try place(token, signer, state),
            try state.store.spendToken(id: token.id, key: keyID, now: state.now)
        else { return nil }
        return try begin(place, signer, token, state)
    }

    private func isCodeGood(_ token: TokenRecord) -> Bool {
        HMACSHA256.isValid(
            request.payload.mac.bytes,
            for: EnrolPayload.macInput(
                keyID: keyID, serverPin: authority.livePin, baseName: request.payload.baseName),
            key: token.secretHash)
    }

    // MARK: Which node it becomes

    private enum Place {
        case known(NodeRecord)
        case new
    }

    /// The node that the token is for; nil when this device or key belongs elsewhere.
    private func place(
        _ token: TokenRecord, _ signer: Signer?, _ state: WriterState
    ) throws(StoreError) -> Place? {
        let baseName = request.payload.baseName
        if let node = try state.store.node(named: token.nodeName) {
            guard node.baseName == baseName, signer == nil || signer?.node == node.id else {
                return nil
            }
            return .known(node)
        }
        guard signer == nil else { return nil }
        // A revoked node holds its name no more: the device may come back under another.
        let isHeld = try state.store.nodes().contains {
            $0.baseName == baseName && $0.status != .revoked
        }
        return isHeld ? nil : .new
    }

    // MARK: The grant

    private func begin(
        _ place: Place, _ signer: Signer?, _ token: TokenRecord, _ state: WriterState
    ) throws(StoreError) -> [UInt8] {
        let node: RowID
        switch place {
        case .new:
            node = try state.store.addNode(
                name: token.nodeName, baseName: request.payload.baseName, status: .active,
                now: state.now)
        case .known(let known):
            node = known.id
            if signer == nil { try state.store.revokeKeys(node: node, now: state.now) }
            if known.status != .active {
                try state.store.setStatus(.active, node: node, now: state.now)
            }
        }
        let grant = try addChain(node, token, state)
        try addKey(signer, node, grant.chain, state)
        try state.loadSigners()
        return grant.bytes
    }

    private func addChain(
        _ node: RowID, _ token: TokenRecord, _ state: WriterState
    ) throws(StoreError) -> (chain: RowID, bytes: [UInt8]) {
        // The grant with the later time counts, so a new one is later than all before, whatever the clock did.
        let last = try state.store.chains(node: node).last?.grantedMilliseconds ?? 0
        let time = max(state.now, last + 1)
        let envelope = try signedGrant(token, time)
        let bytes = envelope.encode()
        let chain = try state.store.addChain(
            NewChain(
                node: node, keyID: keyID, grant: bytes, grantID: envelope.messageID,
                tokenID: token.id, grantedMilliseconds: time))
        return (chain, bytes)
    }

    private func signedGrant(
        _ token: TokenRecord, _ time: Int64
    ) throws(StoreError) -> Envelope {
        let payload = GrantPayload(
            publicKey: request.payload.publicKey, baseName: request.payload.baseName,
            serverID: authority.serverID, livePin: authority.livePin,
            recoveryPin: authority.recoveryPin, serverKey: authority.signingKey.publicKey.bytes,
            tokenID: token.id, utcMilliseconds: UInt64(clamping: time))
        do throws(CryptoError) {
            return try authority.sign(.grant, payload.encode())
        } catch {
            throw StoreError(.failed, message: "cannot sign a grant: \(error)", sql: "")
        }
    }

    private func addKey(
        _ signer: Signer?, _ node: RowID, _ chain: RowID, _ state: WriterState
    ) throws(StoreError) {
        if let signer {
            try state.store.moveKey(signer.row, toChain: chain)
        } else {
            _ = try state.store.addKey(
                NewKey(
                    keyID: keyID, publicKey: request.payload.publicKey, node: node, chain: chain,
                    now: state.now))
        }
    }
}
