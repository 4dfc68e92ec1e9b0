import RueCrypto
import RueHTTP
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct ServerPollTests {
    let house: PollHouse

    init() throws { house = try PollHouse() }

    @Test func poll_saysWhatTheNodeHas() throws {
        try house.node.fill(3)
        house.node.run()
        house.advance()
        let polls = try house.polls()
        let payload = try #require(polls.first)
        #expect(polls.count == 1)
        #expect(payload.pinsNumber == 0 && payload.commandSequence == 0)
        #expect(payload.boot == RueAgentCoreTests.TestNode.boot)
        #expect(payload.uptimeMilliseconds == house.now)
        #expect(payload.logSize == 3)
        #expect(payload.logHead == house.node.spool.head.id)
    }

    @Test func poll_beforeAnyReceipt_hasZerosForAWitness() throws {
        house.advance()
        let payload = try #require(house.polls().first)
        #expect(payload.logID == .zero && payload.logSize == 0 && payload.logHead == .zero)
    }

    @Test func answer_afterAMinute_isAskedAgainAtOnceOnTheSameConnection() throws {
        house.isHolding = true
        house.advance()
        house.now += 60_000
        house.release()
        house.advance()
        #expect(try house.polls().count == 2)
        #expect(house.channel.opened == 1)
    }

    @Test func answer_thatIsHastyAndEmpty_isNotAskedAgainAtOnce() throws {
        house.advance()
        #expect(try house.polls().count == 1)
        let deadline = try #require(house.poll.deadline)
        #expect((11_000...21_000).contains(deadline))
        house.now = deadline - 1
        house.advance()
        #expect(try house.polls().count == 1)
        house.now = deadline
        house.advance()
        #expect(try house.polls().count == 2)
    }

    // MARK: Pins

    @Test func pins_thatAreGood_areKeptBeforeTheyCount() throws {
        house.answers = [try house.pins(7)]
        house.advance()
        #expect(house.memory.kept == [house.answers[0]])
        #expect(house.poll.takeNewPins() == [FakeServer.pin(1), FakeServer.pin(3)])
        #expect(house.poll.takeNewPins() == nil)
        // Their number is a time.
        let said = "the server's TLS pins are now those of 1970-01-01T00:00:00.007Z"
        #expect(house.node.log.messages(.info).contains(said))
        house.answers = []
        house.advance()
        #expect(try house.polls().map(\.pinsNumber) == [0, 7])
    }

    @Test func pins_thatCannotBeKept_doNotCount() throws {
        house.memory.isFull = true
        house.answers = [try house.pins(7)]
        house.advance()
        #expect(house.poll.pinsNumber == 0)
        #expect(house.poll.takeNewPins() == nil)
        // Not in a circle: the disk may be full for long.
        #expect(try house.polls().count == 1)
        #expect(house.node.log.messages(.error).count == 1)
        house.memory.isFull = false
        house.now = try #require(house.poll.deadline)
        house.advance()
        #expect(house.poll.pinsNumber == 7)
    }

    @Test(arguments: WrongPins.allCases)
    func pins_thatAreWrong_areRefusedAndToldOnce(_ wrong: WrongPins) throws {
        house.answers = [try house.pins(7)]
        house.advance()
        _ = house.poll.takeNewPins()
        house.answers = [try house.message(wrong)]
        for _ in 0..<3 {
            house.advance()
            house.now += 30_000
        }
        #expect(house.memory.kept.count == 1)
        #expect(house.poll.pinsNumber == 7)
        #expect(house.poll.takeNewPins() == nil)
        let errors = house.node.log.messages(.error)
        #expect(errors.count == 1)
        #expect(errors.first?.hasPrefix("refused ") == true)
        #expect(errors.first?.hasSuffix(wrong.reason) == true, "\(errors)")
    }

    /// What a node would do that looked at the number alone.
    @Test func pins_ofAnotherServer_wouldDeceiveANaiveNode() throws {
        let message = try house.message(.otherServer)
        let naive = try PinsPayload(decoding: Envelope.decode(message).payload)
        #expect(naive.number > 7)
        #expect(throws: PinsError.badSignature) {
            _ = try Pins(decoding: message, from: house.node.server.key.publicKey) { _ in true }
        }
    }

    // MARK: Commands

    @Test func command_thatIsGood_isNumberedAndRefused() throws {
        house.answers = [try house.command(4)]
        house.advance()
        #expect(house.memory.commands == [4])
        #expect(house.poll.commandSequence == 4)
        #expect(house.node.log.messages(.warning) == ["refused command 4: this node runs none"])
        #expect(try house.polls().last?.commandSequence == 4)
        // Sent again and again, it is refused by its number.
        #expect(
            house.node.log.messages(.error) == [
                "refused a command that is for another node, or came before"
            ])
    }

    // MARK: Failures

    @Test func server_thatKnowsNoPolls_isAskedAgainInAnHour() throws {
        house.node.server.override = { _ in HTTPResponse(status: 404) }
        house.advance()
        #expect(house.poll.deadline == house.now + 3_600_000)
        #expect(house.node.log.messages(.error).isEmpty)
    }

    @Test func server_thatCannotBeReached_isTriedAgainLaterAndLater() throws {
        house.channel.failure = .unreachable("no way")
        house.advance()
        let first = try #require(house.poll.deadline) - house.now
        for _ in 0..<8 {
            house.now = try #require(house.poll.deadline)
            house.advance()
        }
        #expect(try #require(house.poll.deadline) - house.now > 10 * first)
        #expect(house.node.log.messages(.error).isEmpty)
        house.poll.retryNow()
        house.channel.failure = nil
        house.advance()
        #expect(try house.polls().count == 1)
    }

    @Test func server_thatNeverAnswers_isGivenUpAfterNinetySeconds() throws {
        house.channel.isDeaf = true
        house.advance()
        #expect(house.poll.deadline == house.now + 90_000)
        house.now += 90_000
        house.advance()
        #expect(try #require(house.poll.deadline) <= house.now + 1_000)
    }
}

/// Pins that a node must not take, after those of number 7.
enum WrongPins: CaseIterable {
    case otherServer, otherNode, older, same, withoutServer, noMessage, otherKind

    var reason: String {
        switch self {
        case .otherServer: "this node's server did not sign them"
        case .otherNode: "they are for another node"
        case .older, .same: "they are no newer than those that this node has"
        case .withoutServer: "the TLS key that the server shows is not one of them"
        case .noMessage, .otherKind: ""
        }
    }
}

/// A node that polls a server which answers what it is told to.
final class PollHouse {
    let node: TestNode
    let channel: FakeChannel
    let memory = TestPollMemory()
    var poll: ServerPoll
    var now: UInt64 = 1_000
    /// What the server answers with.
    var answers: [[UInt8]] = []
    /// Whether it holds polls.
    var isHolding = false {
        didSet { channel.isDeaf = isHolding }
    }

    init() throws {
        node = try TestNode()
        channel = FakeChannel(node.server)
        let grant = try Grant(decoding: node.server.grantMessage, for: node.key.publicKey)
        poll = ServerPoll(
            NodeIdentity(key: node.key, grant: grant, host: "server", port: 8443),
            spool: node.spool, over: channel, boot: TestNode.boot, numbers: (0, 0),
            random: CountingRandomness(), memory: memory, log: node.log)
        node.server.override = { [unowned self] request in
            guard request.path == "/v1/commands" else { return nil }
            return HTTPResponse(
                status: 200, headers: ["Content-Type": MediaType.sequence],
                body: MessageSequence.join(answers))
        }
    }

    /// Goes on until nothing more happens at this moment.
    func advance() {
        for _ in 0..<8 { poll.advance(at: now) }
    }

    /// Answers a poll that was held, with nothing.
    func release() {
        isHolding = false
        channel.answerHeld(HTTPResponse(status: 200))
    }

    /// The polls that the server got, verified.
    func polls() throws -> [PollPayload] {
        try node.server.requests.filter { $0.path == "/v1/commands" }.map { request in
            #expect(request.headers["Content-Type"] == MediaType.message)
            let envelope = try Envelope.decode(request.body)
            #expect(envelope.kind == .poll)
            #expect(envelope.verify(with: node.key.publicKey))
            return try PollPayload(decoding: envelope.payload)
        }
    }

    func pins(
        _ number: UInt64, for keyID: KeyID? = nil, by key: SigningKey? = nil, live: UInt8 = 1
    ) throws -> [UInt8] {
        let payload = PinsPayload(
            keyID: keyID ?? node.key.publicKey.keyID, number: number,
            livePin: FakeServer.pin(live), recoveryPin: FakeServer.pin(3))
        return try sign(.pins, payload.encode(), by: key)
    }

    func command(_ sequence: UInt64) throws -> [UInt8] {
        let payload = CommandPayload(
            keyID: node.key.publicKey.keyID, commandSequence: sequence, boot: TestNode.boot,
            untilUptimeMilliseconds: 1 << 40, action: "output", arguments: [0xf6])
        return try sign(.command, payload.encode())
    }

    func message(_ wrong: WrongPins) throws -> [UInt8] {
        let stranger = try SigningKey(seed: [UInt8](repeating: 77, count: 32))
        return switch wrong {
        case .otherServer: try pins(9, by: stranger)
        case .otherNode: try pins(9, for: stranger.publicKey.keyID)
        case .older: try pins(6)
        case .same: try pins(7)
        case .withoutServer: try pins(9, live: 5)
        case .noMessage: [0xd2]
        case .otherKind: try node.server.signedHead(nonce: .zero)
        }
    }

    private func sign(
        _ kind: MessageKind, _ payload: [UInt8], by key: SigningKey? = nil
    ) throws -> [UInt8] {
        try Envelope.sign(kind: kind, chain: nil, payload: payload, key: key ?? node.server.key)
            .encode()
    }
}

/// A disk that can be full.
final class TestPollMemory: PollMemory {
    private(set) var kept: [[UInt8]] = []
    private(set) var commands: [UInt64] = []
    var isFull = false

    func keep(_ pins: Pins) throws(PollMemoryError) {
        if isFull { throw PollMemoryError("full") }
        kept.append(pins.message)
    }

    func keep(commandSequence sequence: UInt64) throws(PollMemoryError) {
        if isFull { throw PollMemoryError("full") }
        commands.append(sequence)
    }
}
