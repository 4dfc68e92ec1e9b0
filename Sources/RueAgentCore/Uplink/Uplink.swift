internal import RueCrypto
internal import RueHTTP
internal import RueWire

/// Brings what the spool holds to the server: a state machine without clock, network or thread of
/// its own. Whoever drives it calls `advance` when the channel is ready or `deadline` has come.
///
/// One request is in flight at most. A batch counts as delivered only on a receipt that names it
/// and verifies under the server's key. No answer deletes anything.
public struct Uplink {
    /// What the request under way is for.
    enum Purpose {
        case head(HeadQuestion)
        case batches([SpooledBatch])
        /// The newest batch, long before its turn.
        case glimpse
    }

    /// A head request, as far as its answer must fit it.
    struct HeadQuestion {
        let nonce: Bytes16
        let withGrant: Bool
        let isByOldKey: Bool
        /// Where the node told the server to go on, if it did.
        let oldest: UInt64?
    }

    /// What must be asked before anything else.
    enum HeadNeed: Equatable {
        case none
        case plain
        /// By the key that the server knows as long as it has not the rotation: it must not learn
        /// of one that may have to be signed anew.
        case byOldKey
        case withGrant
    }

    let identity: NodeIdentity
    let spool: Spool
    let log: any NodeLog
    private let random: any Randomness
    var exchange: Exchange

    var purpose: Purpose?
    var headNeed = HeadNeed.plain
    var backoff = Backoff()
    var isRevoked = false
    var isTroubled = false
    var isQuarantined = false

    /// The number of the next batch to send.
    var cursor: UInt64
    /// The server's head, as it was last signed.
    var serverHead: ChainHead?
    /// The number of the last receipt since the server told its head: receipts rise from there.
    var lastReceipt: UInt64 = 0
    /// How many batches a request may hold; less after the server found one too large,
    /// twice as many again after each that it took.
    var maximumItems = WireLimits.bodyItems
    /// 409 and 401 answers since the last receipt: a server that contradicts itself must not make
    /// the node spin.
    var conflicts = 0

    /// The newest batch that the server was shown before its turn, and the uptime of that.
    private var glimpse: (sequence: UInt64, uptimeMilliseconds: UInt64) = (0, 0)

    /// Since when the server has refused batches as malformed.
    var malformedSince: UInt64?
    /// Why what waits is to be signed anew once the server has told its head, if it is.
    var repackReason: String?

    /// Whether the server has told its head, or could not be reached: the node may sign.
    public internal(set) var isHeadSettled = false

    /// Whether the server has told its head, and the spool goes on from there or beyond: what a node
    /// needs that keeps no chain of its own.
    public var isHeadKnown: Bool {
        serverHead.map { $0.sequence <= spool.head.sequence } ?? false
    }

    /// Requests that were made since the start.
    public internal(set) var attempts: UInt64 = 0

    /// The server's clock, once a head that answers this node's own nonce has told it: UTC and
    /// the uptime at which it was so.
    public internal(set) var serverTime: (utcMilliseconds: UInt64, uptimeMilliseconds: UInt64)?

    /// An uplink.
    /// - Parameters:
    ///   - identity: who the node is to its server.
    ///   - spool: what is to be sent.
    ///   - exchange: the way to the server.
    ///   - random: for nonces and for the spread of retries.
    ///   - log: is told of what a person may want to know.
    public init(
        _ identity: NodeIdentity, spool: Spool, over exchange: Exchange,
        random: any Randomness, log: any NodeLog
    ) {
        self.identity = identity
        self.spool = spool
        self.exchange = exchange
        self.random = random
        self.log = log
        cursor = spool.delivered + 1
    }

    /// What it is doing.
    public var state: UplinkState {
        if isRevoked { return .revoked }
        if exchange.isBusy { return exchange.state }
        return backoff.failures > 0 ? .backoff : .idle
    }

    /// Whether a request is under way.
    public var isBusy: Bool { exchange.isBusy }

    /// Whether nothing is left to do: no request under way, all delivered.
    public var isDone: Bool {
        isRevoked
            || (!exchange.isBusy && headNeed == .none && spool.undelivered == 0
                && cursor > spool.delivered)
    }

    /// The uptime at which `advance` should be called even if nothing came.
    public var deadline: UInt64? {
        if let deadline = exchange.deadline { return deadline }
        return backoff.until > 0 && !isRevoked ? backoff.until : nil
    }

    /// Goes on as far as it can without blocking.
    /// - Parameter now: the uptime in milliseconds.
    public mutating func advance(at now: UInt64) {
        // Each turn ends a request or begins one; a few in a row, then the others get their turn.
        for _ in 0..<8 {
            let connections = exchange.connections
            let outcome = exchange.advance(at: now)
            if exchange.connections != connections {
                log.note(.debug, "connected to \(identity.host) port \(identity.port)")
            }
            if let outcome { take(outcome, at: now) }
            guard begin(at: now) else { return }
        }
    }

    /// Ends the connection.
    public mutating func close() {
        exchange.close()
        purpose = nil
    }

    /// Begins anew after the spool was mended: what was known of it may be gone, also what an answer
    /// that is still to come would speak of.
    public mutating func startOver() {
        close()
        serverHead = nil
        lastReceipt = 0
        repackReason = nil
        headNeed = .plain
        isHeadSettled = false
        cursor = spool.delivered + 1
        backoff.succeed()
    }

    /// Forgets a wait, so that the next `advance` tries at once.
    public mutating func retryNow() {
        backoff.succeed()
    }

    // MARK: Asking

    /// Begins the next request, if there is one to make; false when there is not.
    private mutating func begin(at now: UInt64) -> Bool {
        if isRevoked || exchange.isBusy || now < backoff.until { return false }
        do throws(SpoolError) {
            guard let (next, request) = try nextRequest(at: now) else {
                // Nothing to send: a wait that is over must not wake the node again and again.
                if backoff.until <= now { backoff.end() }
                return false
            }
            purpose = next
            attempts += 1
            exchange.begin(request, at: now)
            return true
        } catch {
            spool.note(error)
            fail("cannot read the spool: \(error.description)", at: now)
            return false
        }
    }

    private mutating func nextRequest(
        at now: UInt64
    ) throws(SpoolError) -> (Purpose, HTTPRequest)? {
        if headNeed != .none { return headRequest(oldest: nil, at: now) }
        if cursor > spool.head.sequence { return nil }
        if let message = try newestBeforeItsTurn(at: now) {
            return (.glimpse, request("/v1/batches", MediaType.sequence, message))
        }
        let batches = try spool.sendable(
            from: cursor, maximumItems: maximumItems, maximumBytes: maximumBytes)
        if batches.isEmpty { return try skipMissing(at: now) }
        // The server is to say what it thinks of them all the same, should nobody mend the spool.
        if !batches.allSatisfy({ $0.isAsSigned }) { spool.isDamaged = true }
        let body = MessageSequence.join(batches.map { $0.message })
        return (.batches(batches), request("/v1/batches", MediaType.sequence, body))
    }

    /// The newest batch, where many requests are to come before it is its turn: a house that waits
    /// for its history shall not wait for what is now. The server refuses it as a gap, looks at it
    /// in passing, and gets it again. Once a second at most, and each once.
    private mutating func newestBeforeItsTurn(at now: UInt64) throws(SpoolError) -> [UInt8]? {
        let newest = spool.head.sequence
        guard serverHead != nil, newest >= cursor + UInt64(2 * WireLimits.bodyItems),
            newest > glimpse.sequence,
            now >= glimpse.uptimeMilliseconds + Self.glimpseMilliseconds
        else { return nil }
        glimpse = (newest, now)
        return try spool.batches(from: newest, maximumItems: 1, maximumBytes: 0).first?.message
    }

    private static let glimpseMilliseconds: UInt64 = 1_000

    private var maximumBytes: Int {
        WireLimits.bodyBytes / WireLimits.bodyItems * maximumItems
    }

    /// The ring lacks what the server asks for. What it still has is sent, after the server was
    /// told where that begins, unless the gap is the server's own.
    private mutating func skipMissing(at now: UInt64) throws(SpoolError) -> (Purpose, HTTPRequest)?
    {
        if let serverHead, serverHead.sequence + 1 == cursor, try spool.reclaim(after: serverHead) {
            return try nextRequest(at: now)
        }
        let next = try spool.firstKept(after: cursor)
        try spool.confirmMissing(from: cursor, before: next ?? spool.head.sequence + 1)
        guard let first = next else {
            cursor = spool.head.sequence + 1
            return nil
        }
        if let serverHead, first > serverHead.sequence + 1 {
            let kept = try spool.batches(from: first, maximumItems: 1, maximumBytes: 0)
            guard let oldest = kept.first.flatMap({ Self.oldest($0) }) else {
                planRepacking("damaged")
                return headRequest(oldest: nil, at: now)
            }
            guard oldest.sequence == first else { throw .misled }
            return headRequest(oldest: oldest, at: now)
        }
        cursor = first
        return try nextRequest(at: now)
    }

    private static func oldest(_ batch: SpooledBatch) -> HeadRequestPayload.Oldest? {
        do throws(WireError) {
            guard let link = try Envelope.decode(batch.message).chain else { return nil }
            return HeadRequestPayload.Oldest(sequence: link.sequence, previous: link.previous)
        } catch {
            return nil
        }
    }

    private mutating func headRequest(
        oldest: HeadRequestPayload.Oldest?, at now: UInt64
    ) -> (Purpose, HTTPRequest)? {
        guard let nonce = random.nonce() else {
            fail("the system has no random numbers", at: now)
            return nil
        }
        let withGrant = headNeed == .withGrant || oldest != nil
        let payload = HeadRequestPayload(
            nonce: nonce, grant: withGrant ? identity.grant.message : nil,
            rotations: withGrant ? identity.history.rotations : [],
            oldest: oldest)
        do throws(CryptoError) {
            let envelope = try Envelope.sign(
                kind: .headRequest, chain: nil, payload: payload.encode(),
                key: headNeed == .byOldKey ? identity.oldKey ?? identity.key : identity.key)
            return (
                .head(
                    HeadQuestion(
                        nonce: nonce, withGrant: withGrant, isByOldKey: headNeed == .byOldKey,
                        oldest: oldest?.sequence)),
                request("/v1/head", MediaType.message, envelope.encode())
            )
        } catch {
            fail("cannot sign: \(error.description)", at: now)
            return nil
        }
    }

    private func request(_ path: String, _ type: String, _ body: [UInt8]) -> HTTPRequest {
        .node(path: path, host: identity.host, port: identity.port, type: type, body: body)
    }

    // MARK: Being answered

    private mutating func take(_ outcome: Exchange.Outcome, at now: UInt64) {
        let asked = purpose
        purpose = nil
        switch outcome {
        case .stale: break
        case .failure(let error): fail(error.description, at: now)
        case .response(let response):
            do throws(SpoolError) {
                switch asked {
                case .head(let question): try takeHead(response, to: question, at: now)
                case .batches(let batches): try takeReceipt(response, for: batches, at: now)
                case .glimpse: takeGlimpse(response, at: now)
                case nil: break
                }
            } catch {
                spool.note(error)
                fail("cannot write the spool: \(error.description)", at: now)
            }
        }
    }

    /// Something failed that may work later.
    mutating func fail(_ reason: String, at now: UInt64, atLeast seconds: UInt64? = nil) {
        isHeadSettled = true
        backoff.fail(at: now, chance: chance(), atLeast: seconds)
        let wait = (backoff.until - now + 999) / 1000
        if isTroubled {
            log.note(.debug, "still not sending: \(reason); next attempt in \(wait) s")
        } else {
            isTroubled = true
            log.note(
                .warning,
                "cannot send: \(reason); batches wait in the spool, next attempt in \(wait) s")
        }
    }

    /// Something was refused that would be refused again: a person should look at it.
    mutating func alarm(_ reason: String, at now: UInt64) {
        isHeadSettled = true
        isTroubled = true
        backoff.rest(at: now)
        log.note(.error, "\(reason); nothing is lost, the next attempt is in an hour")
    }

    /// The server did what it should.
    mutating func succeed() {
        if isTroubled { log.note(.info, "the server takes batches again") }
        isTroubled = false
        backoff.succeed()
    }

    private func chance() -> UInt64 { Backoff.chance(random) }
}
