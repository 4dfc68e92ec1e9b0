import RueCrypto
import RueHTTP
import RueStore
import RueWire

/// Puts answers into bytes, signing where the protocol wants it.
struct NodeResponses: Sendable {
    let authority: NodeAuthority
    let log: @Sendable (String) -> Void

    func message(_ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(status: 200, headers: ["Content-Type": MediaType.message], body: bytes)
    }

    func receipt(_ facts: ReceiptFacts) -> HTTPResponse {
        signed(.receipt, facts.payload.encode())
    }

    func head(_ facts: HeadFacts) -> HTTPResponse {
        signed(.head, payload(facts))
    }

    /// The answer to a poll: new pins, or nothing.
    func news(_ pins: PinsRecord?, for keyID: KeyID) -> HTTPResponse {
        var messages: [[UInt8]] = []
        if let pins {
            let payload = PinsPayload(
                keyID: keyID, number: UInt64(clamping: pins.number), livePin: pins.live,
                recoveryPin: pins.recovery)
            do throws(CryptoError) {
                messages.append(try authority.sign(.pins, payload.encode()).encode())
            } catch {
                return failed(error)
            }
        }
        return HTTPResponse(
            status: 200, headers: ["Content-Type": MediaType.sequence],
            body: MessageSequence.join(messages))
    }

    func refusal(_ refusal: Refusal) -> HTTPResponse {
        var head: [UInt8]?
        if let facts = refusal.head {
            do throws(CryptoError) {
                head = try authority.sign(.head, payload(facts)).encode()
            } catch {
                return failed(error)
            }
        }
        let problem = Problem(
            title: Self.title(refusal.code), detail: refusal.detail, code: refusal.code, head: head)
        var response = HTTPResponse(
            status: refusal.code.status, headers: ["Content-Type": MediaType.problem],
            body: problem.encode())
        if let seconds = refusal.retryAfterSeconds {
            response.headers["Retry-After"] = String(seconds)
        }
        if refusal.code == .method { response.headers["Allow"] = "POST" }
        return response
    }

    /// When the store did not keep it. The node keeps what it has and comes back.
    func failure(_ error: StoreError) -> HTTPResponse {
        log("the store refused: \(error)")
        if error.kind == .diskFull {
            return refusal(
                Refusal(
                    .diskFull, "the server's disk is full; nothing of this was kept",
                    retryAfterSeconds: 60))
        }
        return refusal(Refusal(.internal, "the server could not store it; nothing was kept"))
    }

    private func payload(_ facts: HeadFacts) -> [UInt8] {
        HeadPayload(
            nonce: facts.nonce, keyID: facts.keyID, sequence: facts.head.sequence,
            id: facts.head.id, utcMilliseconds: UInt64(clamping: facts.utcMilliseconds),
            serverID: authority.serverID
        ).encode()
    }

    private func signed(_ kind: MessageKind, _ payload: [UInt8]) -> HTTPResponse {
        do throws(CryptoError) {
            return message(try authority.sign(kind, payload).encode())
        } catch {
            return failed(error)
        }
    }

    private func failed(_ error: CryptoError) -> HTTPResponse {
        log("cannot sign: \(error)")
        return refusal(Refusal(.internal, "the server could not sign its answer"))
    }

    static func title(_ code: ProblemCode) -> String {
        switch code {
        case .malformed: "Not a message of this protocol"
        case .signature: "Signature not accepted"
        case .revoked: "Key revoked"
        case .token: "Link not accepted"
        case .notFound: "Not found"
        case .method: "Method not allowed"
        case .timeout: "Too slow"
        case .gap: "Items are missing"
        case .fork: "Another item has this number"
        case .chain: "Does not follow the item before"
        case .length: "Length required"
        case .tooLarge: "Too large"
        case .mediaType: "Media type not accepted"
        case .tooMany: "Too much"
        case .headers: "Headers too large"
        case .internal: "Server fault"
        case .diskFull: "Server's disk is full"
        }
    }
}
