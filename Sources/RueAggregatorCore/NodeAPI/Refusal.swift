import RueWire

/// Why a request is not granted, before it is put into words and bytes.
struct Refusal: Error, Equatable, Sendable {
    let code: ProblemCode
    /// For a person: what, where, what to do.
    let detail: String
    /// For 429 and 503: when to come back.
    var retryAfterSeconds: Int64?
    /// For 409: the head to be signed.
    var head: HeadFacts?

    init(
        _ code: ProblemCode, _ detail: String, retryAfterSeconds: Int64? = nil,
        head: HeadFacts? = nil
    ) {
        self.code = code
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
        self.head = head
    }

    // An unknown key and a wrong signature get the same words, so that nobody learns which keys are
    // known.
    static let signature = Refusal(
        .signature, "the signature does not verify under a key that this server knows")
    // Whatever is wrong with an enrolment gets these words, so that nobody learns which tokens
    // there are.
    static let token = Refusal(
        .token,
        "the link is not good for this node: it may be used, expired, or made for another; "
            + "ask for a new one")
    static let revoked = Refusal(.revoked, "the key is revoked, or was replaced by a rotation")
    static let busy = Refusal(
        .tooMany, "the server has more to store than it can take in", retryAfterSeconds: 1)
}

/// What a signed head tells.
struct HeadFacts: Equatable, Sendable {
    let nonce: Bytes16
    let keyID: KeyID
    let head: ChainHead
    let utcMilliseconds: Int64
}
