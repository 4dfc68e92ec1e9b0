internal import RueCrypto
internal import RueHTTP
public import RueWire

/// Asks the server for commands and new pins, over a connection of its own that the server holds
/// up to a minute: a state machine like the uplink.
///
/// There are no commands yet. New pins are kept on the disk before they count; whoever drives this
/// takes them with ``takeNewPins()`` and connects anew by them.
public struct ServerPoll {
    /// How soon the server may answer nothing without being asked again at once: it has something
    /// wrong then, or two devices with one key end each other's polls.
    static let hastyMilliseconds: UInt64 = 10_000
    /// The server may hold a poll for a minute.
    static let patienceMilliseconds: UInt64 = 90_000

    private let identity: NodeIdentity
    private let spool: Spool
    private let boot: BootID
    private let random: any Randomness
    private let memory: any PollMemory
    private let log: any NodeLog
    private var exchange: Exchange
    private var backoff = Backoff()
    private var begunAt: UInt64 = 0
    private var newPins: [Pin]?
    /// What was refused, told once.
    private var toldRefusal = ""

    /// The number of the pins that the node has; 0 for those of its grant.
    public private(set) var pinsNumber: UInt64

    /// The number of the last command that came.
    public private(set) var commandSequence: UInt64

    /// A poll.
    /// - Parameters:
    ///   - identity: who the node is to its server.
    ///   - spool: knows what the server said of its log.
    ///   - channel: the way to the server; used by nobody else.
    ///   - boot: the kernel's id of this boot.
    ///   - numbers: the number of the pins and of the last command that the node has.
    ///   - random: for the spread of retries.
    ///   - memory: where pins and numbers are kept.
    ///   - log: is told of what a person may want to know.
    public init(
        _ identity: NodeIdentity, spool: Spool, over channel: any ServerChannel, boot: BootID,
        numbers: (pins: UInt64, command: UInt64), random: any Randomness,
        memory: any PollMemory, log: any NodeLog
    ) {
        var patience = Exchange.Patience()
        patience.answering = Self.patienceMilliseconds
        exchange = Exchange(over: channel, patience: patience)
        self.identity = identity
        self.spool = spool
        self.boot = boot
        self.random = random
        self.memory = memory
        self.log = log
        (pinsNumber, commandSequence) = numbers
    }

    /// Whether a connection is being made, which has deadlines of its channel's own.
    public var isOpening: Bool {
        switch exchange.state {
        case .resolving, .connecting, .handshake: true
        default: false
        }
    }

    /// The uptime at which `advance` should be called even if nothing came.
    public var deadline: UInt64? {
        exchange.deadline ?? (backoff.until > 0 ? backoff.until : nil)
    }

    /// Goes on as far as it can without blocking.
    /// - Parameter now: the uptime in milliseconds.
    public mutating func advance(at now: UInt64) {
        // Each turn ends a poll or begins one; a few in a row, then the others get their turn.
        for _ in 0..<4 {
            if let outcome = exchange.advance(at: now) { take(outcome, at: now) }
            guard begin(at: now) else { return }
        }
    }

    /// Ends the connection.
    public mutating func close() {
        exchange.close()
    }

    /// Forgets a wait, so that the next `advance` polls at once.
    public mutating func retryNow() {
        backoff.succeed()
    }

    /// Takes the pins that came since the last call, if any did: connections are to be made anew.
    /// - Returns: the live pin and the recovery pin.
    public mutating func takeNewPins() -> [Pin]? {
        defer { newPins = nil }
        return newPins
    }

    // MARK: Asking

    private mutating func begin(at now: UInt64) -> Bool {
        if exchange.isBusy || now < backoff.until || newPins != nil { return false }
        let witness = spool.witness
        let payload = PollPayload(
            commandSequence: commandSequence, pinsNumber: pinsNumber, boot: boot,
            uptimeMilliseconds: now, logID: witness.logID, logSize: witness.size,
            logHead: witness.head)
        do throws(CryptoError) {
            let envelope = try Envelope.sign(
                kind: .poll, chain: nil, payload: payload.encode(), key: identity.key)
            begunAt = now
            exchange.begin(
                .node(
                    path: "/v1/commands", host: identity.host, port: identity.port,
                    type: MediaType.message, body: envelope.encode()), at: now)
            return true
        } catch {
            fail("cannot sign: \(error.description)", at: now)
            return false
        }
    }

    // MARK: Being answered

    private mutating func take(_ outcome: Exchange.Outcome, at now: UInt64) {
        switch outcome {
        case .stale: break
        case .failure(let error): fail(error.description, at: now)
        case .response(let response) where response.status == 200:
            takeSequence(response.body, at: now)
        case .response(let response): refuse(Refusal(response), at: now)
        }
    }

    private mutating func takeSequence(_ body: [UInt8], at now: UInt64) {
        var hasNews = false
        if !body.isEmpty {
            do throws(WireError) {
                let ranges = try MessageSequence.split(
                    body, maximumItems: WireLimits.bodyItems)
                for range in ranges { hasNews = try take(Array(body[range])) || hasNews }
            } catch {
                tellRefused("the server's answer to a poll: \(error.description)")
            }
        }
        if !hasNews, now - begunAt < Self.hastyMilliseconds {
            let wait = Self.hastyMilliseconds + chance() % Self.hastyMilliseconds
            backoff.pause(until: begunAt + wait)
        } else {
            backoff.succeed()
        }
    }

    /// Takes one message; tells whether it was good for something.
    private mutating func take(_ message: [UInt8]) throws(WireError) -> Bool {
        let envelope = try Envelope.decode(message)
        switch envelope.kind {
        case .pins: return takePins(message)
        case .command: return try refuseCommand(envelope)
        default: throw .unexpectedKind(envelope.kind)
        }
    }

    private mutating func takePins(_ message: [UInt8]) -> Bool {
        do throws(PinsError) {
            let pins = try Pins(
                decoding: message, from: identity.grant.serverKey, isOwn: identity.isOwn)
            guard pins.number > pinsNumber else { throw .notNewer }
            guard let shown = exchange.peerPin, pins.pins.contains(shown) else {
                throw .withoutServer
            }
            return keep(pins)
        } catch {
            tellRefused("new TLS pins: \(error.description)")
            return false
        }
    }

    private mutating func keep(_ pins: Pins) -> Bool {
        do throws(PollMemoryError) {
            try memory.keep(pins)
        } catch {
            log.note(.error, "cannot keep the server's new TLS pins: \(error.description)")
            return false
        }
        pinsNumber = pins.number
        newPins = pins.pins
        log.note(
            .info,
            "the server's TLS pins are now those of "
                + Timestamp.text(milliseconds: pins.number))
        return true
    }

    /// No command is known yet: it is noted, so that the server does not send it again and again.
    private mutating func refuseCommand(_ envelope: Envelope) throws(WireError) -> Bool {
        guard envelope.keyID == identity.grant.payload.serverID,
            envelope.verify(with: identity.grant.serverKey)
        else {
            tellRefused("a command: this node's server did not sign it")
            return false
        }
        let command = try CommandPayload(decoding: envelope.payload)
        guard identity.isOwn(command.keyID), command.commandSequence > commandSequence else {
            tellRefused("a command that is for another node, or came before")
            return false
        }
        do throws(PollMemoryError) {
            try memory.keep(commandSequence: command.commandSequence)
        } catch {
            log.note(.error, "cannot keep the number of a command: \(error.description)")
            return false
        }
        commandSequence = command.commandSequence
        log.note(.warning, "refused command \(commandSequence): this node runs none")
        return true
    }

    private mutating func tellRefused(_ what: String) {
        if what == toldRefusal { return log.note(.debug, "refused again: \(what)") }
        toldRefusal = what
        log.note(.error, "refused \(what)")
    }

    // MARK: Failures: the uplink tells of those that both meet

    private mutating func fail(_ reason: String, at now: UInt64, atLeast seconds: UInt64? = nil) {
        backoff.fail(at: now, chance: chance(), atLeast: seconds)
        log.note(.debug, "cannot poll: \(reason)")
    }

    private mutating func refuse(_ refusal: Refusal, at now: UInt64) {
        switch refusal.status {
        case 401, 408, 429, 500...599:
            fail(
                "the server answered \(refusal.description)", at: now,
                atLeast: refusal.retryAfterSeconds)
        default:
            backoff.rest(at: now)
            log.note(.debug, "cannot poll: the server refused with \(refusal.description)")
        }
    }

    private func chance() -> UInt64 { Backoff.chance(random) }
}
