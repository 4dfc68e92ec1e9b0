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
    private let log: EnrolmentLog
    private let completion: Completion
    private var outcome: Result<[UInt8], EnrolmentRefusal> = .failure(.unknownLink)

    init(
        _ request: EnrolmentRequest, authority: NodeAuthority, log: EnrolmentLog,
        completion: @escaping Completion
    ) {
        self.request = request
        self.authority = authority
        self.log = log
        self.completion = completion
    }

    func perform(_ state: WriterState) throws(StoreError) {
        outcome = try grant(state)
    }

    func finish(_ error: StoreError?) {
        if let error { return completion(.failure(error)) }
        switch outcome {
        case .success(let grant):
            completion(.success(.success(grant)))
        case .failure(let refusal):
            log.tell(refusal)
            completion(.success(.failure(.token)))
        }
    }

    private var keyID: KeyID { request.key.keyID }

    /// The grant, new or repeated.
    private func grant(
        _ state: WriterState
    ) throws(StoreError) -> Result<[UInt8], EnrolmentRefusal> {
        guard let token = try state.store.token(id: request.payload.tokenID) else {
            return .failure(.unknownLink)
        }
        let name = token.nodeName
        guard isCodeGood(token) else { return .failure(.wrongSecret(name: name)) }
        let signer = state.signer(keyID)
        if let signer, signer.isRevoked { return .failure(.revokedKey(name: name)) }
        if let spentBy = token.spentBy {
            guard spentBy == keyID else { return .failure(.usedByAnother(name: name)) }
            // The code covers the name, and a grant for another one was never given for it.
            guard signer?.baseName == request.payload.baseName,
                let grant = try state.store.chain(tokenID: token.id)?.grant
            else { return .failure(.usedUnderAnotherName(name: name)) }
            return .success(grant)
        }
        guard state.now < token.expiresMilliseconds else {
            return .failure(token.wasWithdrawn ? .withdrawn(name: name) : .expired(name: name))
        }
        switch try place(token, signer, state) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let place):
            guard try state.store.spendToken(id: token.id, key: keyID, now: state.now) else {
                return .failure(.expired(name: name))
            }
            return .success(try begin(place, signer, token, state))
        }
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

    /// The node that the token is for, unless this device or key belongs elsewhere.
    private func place(
        _ token: TokenRecord, _ signer: Signer?, _ state: WriterState
    ) throws(StoreError) -> Result<Place, EnrolmentRefusal> {
        let baseName = request.payload.baseName
        let name = token.nodeName
        let nodes = try state.store.nodes()
        let existing = nodes.first { $0.name == name }
        if let existing, existing.baseName != baseName {
            return .failure(.otherDevice(name: name, baseName: existing.baseName))
        }
        if let signer, signer.node != existing?.id {
            let holder = nodes.first { $0.id == signer.node }?.name ?? "?"
            return .failure(.keyHeld(name: name, holder: holder))
        }
        if let existing { return .success(.known(existing)) }
        // A revoked node holds its name no more: the device may come back under another.
        if let holder = nodes.first(where: { $0.baseName == baseName && $0.status != .revoked }) {
            return .failure(.deviceHeld(name: name, holder: holder.name))
        }
        return .success(.new)
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
        // The grant with the later time counts, so a new one is later than all before, whatever the
        // clock did.
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
