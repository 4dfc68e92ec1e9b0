public import RueCrypto
public import RueHTTP
public import RueWire

/// A node's side of enrolling (PROTOCOL, Enrolment), without the network.
public struct Enrolment {
    private let link: EnrolmentLink
    private let key: SigningKey
    private let baseName: String

    /// An enrolment.
    /// - Parameters:
    ///   - link: the one-time link.
    ///   - key: the node's own key.
    ///   - baseName: the name that the node asks for.
    public init(link: EnrolmentLink, key: SigningKey, baseName: String) {
        self.link = link
        self.key = key
        self.baseName = baseName
    }

    /// The request to make once the server has shown its TLS key.
    ///
    /// - Parameter pin: the pin of that key; the proof is bound to it, so that it is worth
    ///   nothing to whoever is in between.
    /// - Returns: `POST /v1/enrol`.
    /// - Throws: `CryptoError` from OpenSSL.
    public func request(seeing pin: Pin) throws(CryptoError) -> HTTPRequest {
        let code = EnrolmentCode.compute(
            secretHash: SHA256.hash(link.secret), keyID: key.publicKey.keyID, pin: pin,
            baseName: baseName)
        let payload = EnrolPayload(
            tokenID: link.tokenID, mac: code, publicKey: key.publicKey.bytes, baseName: baseName)
        let envelope = try Envelope.sign(
            kind: .enrol, chain: nil, payload: payload.encode(), key: key)
        return .node(
            path: "/v1/enrol", host: link.host, port: link.port, type: MediaType.message,
            body: envelope.encode())
    }

    /// Verifies the server's answer.
    ///
    /// - Parameter response: what came.
    /// - Returns: the grant: signed by the server that it names, for this key, token and name.
    /// - Throws: `EnrolmentError`.
    public func grant(from response: HTTPResponse) throws(EnrolmentError) -> Grant {
        guard response.status == 200 else { throw .refused(Refusal(response)) }
        do throws(GrantError) {
            let grant = try Grant(decoding: response.body, for: key.publicKey)
            guard grant.payload.tokenID == link.tokenID, grant.payload.baseName == baseName else {
                throw GrantError.otherRequest
            }
            guard grant.pins == [link.livePin, link.recoveryPin] else { throw GrantError.otherPins }
            return grant
        } catch {
            throw .badGrant(error)
        }
    }
}

/// Why a node could not be enrolled.
public enum EnrolmentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The server said no.
    case refused(Refusal)
    /// What the server gave is no good grant.
    case badGrant(GrantError)

    /// Whether the same link may be taken later: the server was busy, or in trouble of its own.
    public var isPassing: Bool {
        guard case .refused(let refusal) = self else { return false }
        return refusal.status >= 500 || refusal.status == 429 || refusal.status == 408
    }

    /// How many seconds the server asks to wait before the next attempt, if it does.
    public var retryAfterSeconds: UInt64? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal.retryAfterSeconds
    }

    /// What happened and what to do, for a person.
    public var description: String {
        switch self {
        case .refused(let refusal) where refusal.code == .token:
            """
            the server refused the link; its log says why. One of these:
              - It was used already, or is too old (15 minutes, unless it was made for longer): make
                a new one there, with 'rue-aggregator node add NAME'.
              - It was made for another device, whose name it is: make one for a new name.
              - This node's key was revoked: make a new link with 'node add NAME --replace', and
                use it with 'rue-agent enrol --new-key'.
              - This device has another name there already: make a link for that name, or revoke
                that name there first and use the new link with 'rue-agent enrol --new-key'.
            """
        case .refused(let refusal):
            "the server refused: \(refusal.description)"
        case .badGrant(let error):
            "the server's grant is not good, nothing was kept: \(error.description)"
        }
    }
}
