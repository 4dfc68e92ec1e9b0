import RueCrypto
import RueHTTP
import RueServer
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct PollTests {
    let house: TestHouse
    let node: TestNode

    init() throws {
        house = try TestHouse()
        node = try house.newNode("kitchen")
    }

    /// The number of the pins that the house serves with.
    var number: UInt64 {
        get throws { UInt64(try #require(try house.reader.pins()).number) }
    }

    @Test func poll_withTheNewestPins_isHeldForAMinuteAndThenEmpty() throws {
        let box = house.poll(try node.poll(pins: number))
        house.api.desk.turn()
        house.clock.advance(milliseconds: 59_999)
        #expect(house.api.desk.turn() == UInt64(house.clock.monotonicMilliseconds) + 1)
        #expect(box.response == nil)
        house.clock.advance(milliseconds: 1)
        house.api.desk.turn()
        let response = try #require(box.response)
        #expect(response.status == 200)
        #expect(response.headers["Content-Type"] == MediaType.sequence)
        #expect(response.body.isEmpty)
        #expect(house.api.desk.heldCount == 0)
    }

    @Test func poll_withOlderPins_isAnsweredWithTheNewestSigned() throws {
        let response = try house.answer(node.poll())
        let envelope = try Envelope.decode(response.body)
        #expect(envelope.kind == .pins)
        #expect(envelope.verify(with: house.authority.signingKey.publicKey))
        let pins = try PinsPayload(decoding: envelope.payload)
        #expect(pins.keyID == node.keyID)
        #expect(pins.number == UInt64(house.clock.utcMilliseconds))
        #expect([pins.livePin, pins.recoveryPin] == [bytes32(0x11), bytes32(0x22)])
    }

    @Test func poll_thatIsNew_endsTheNodesOlderOneAndNoOthers() throws {
        let other = try house.newNode("attic", seed: 2)
        let first = house.poll(try node.poll(pins: number))
        let second = house.poll(try other.poll(pins: number))
        let third = house.poll(try node.poll(pins: number))
        house.api.desk.turn()
        #expect(first.response?.status == 200)
        #expect(first.response?.body.isEmpty == true)
        #expect(second.response == nil && third.response == nil)
        #expect(house.api.desk.heldCount == 2)
    }

    /// A desk that hangs on its disk must not fill the memory with what one node asks meanwhile.
    @Test func polls_beforeTheDesksNextTurn_countOnceForEachNode() throws {
        let other = try house.newNode("attic", seed: 2)
        for command: UInt64 in 1...50 {
            _ = house.poll(try node.poll(pins: number, command: command))
        }
        _ = house.poll(try other.poll(pins: number))
        #expect(house.api.desk.unexaminedCount == 2)
        house.api.desk.turn()
        #expect(house.api.desk.unexaminedCount == 0)
        #expect(try house.reader.polls().map(\.commandSequence).max() == 50)
    }

    @Test func poll_checks_areMadeInTheProtocolsOrder() throws {
        let stranger = try TestNode(seed: 9, clock: house.clock)
        let unknown = try house.answer(stranger.poll())
        #expect(try house.problem(unknown).code == .signature)
        var forged = try node.poll()
        forged[forged.count - 1] ^= 1
        // Whose key is known must not show.
        #expect(try house.answer(forged) == unknown)
        #expect(try house.problem(house.answer(node.headRequest())).code == .malformed)
        #expect(try house.problem(house.answer([0x80])).code == .malformed)
        let empty = try Envelope.sign(kind: .poll, chain: nil, payload: [0x80], key: node.key)
        #expect(try house.problem(house.answer(empty.encode())).code == .malformed)
        let strangers = try Envelope.sign(
            kind: .poll, chain: nil, payload: [0x80], key: stranger.key)
        #expect(try house.problem(house.answer(strangers.encode())).code == .signature)
        try house.revoke("kitchen")
        _ = try house.batches(node.next())
        #expect(try house.problem(house.answer(empty.encode())).code == .revoked)
    }

    @Test func poll_byAKeyThatWasRotatedAway_isRevoked() throws {
        let old = node.key
        _ = try house.batches(node.rotate(seed: 7))
        let new = node.key
        node.key = old
        #expect(try house.problem(house.answer(node.poll())).code == .revoked)
        node.key = new
        #expect(try house.answer(node.poll()).status == 200)
    }

    @Test func poll_ofANodeThatIsRevokedMeanwhile_isAnsweredAtOnce() throws {
        let box = house.poll(try node.poll(pins: number))
        house.api.desk.turn()
        #expect(box.response == nil)
        try house.revoke("kitchen")
        _ = try house.batches(node.next())
        house.api.desk.turn()
        #expect(try house.problem(try #require(box.response)).code == .revoked)
    }

    @Test func polls_aboveTheMost_areTooManyButNotTheNodesOwnNext() throws {
        var limits = NodeLimits()
        limits.heldPolls = 1
        let house = try TestHouse(limits: limits)
        let node = try house.newNode("kitchen")
        let other = try house.newNode("attic", seed: 2)
        let number = UInt64(try #require(try house.reader.pins()).number)
        _ = house.poll(try node.poll(pins: number))
        let refused = try house.answer(other.poll(pins: number))
        #expect(try house.problem(refused).code == .tooMany)
        #expect(refused.headers["Retry-After"] == "60")
        let next = house.poll(try node.poll(pins: number))
        house.api.desk.turn()
        #expect(next.response == nil)
    }

    @Test func desk_thatStops_answersWhatItHoldsAndTakesNoMore() throws {
        let box = house.poll(try node.poll(pins: number))
        house.api.desk.stop()
        #expect(box.response?.status == 200)
        #expect(try house.problem(house.answer(node.poll())).code == .tooMany)
    }

    // MARK: Numbers

    @Test func numbers_ofAPoll_areKeptAndOnlyRise() throws {
        _ = try house.answer(node.poll(command: 5))
        #expect(try house.polls() == [[1, 0, 5]])
        // A node that was put back; the next command must have a number that it never had.
        _ = try house.answer(node.poll(command: 3))
        _ = house.poll(try node.poll(pins: number, command: 3))
        house.api.desk.turn()
        #expect(try house.polls() == [[1, Int64(number), 5]])
        let box = house.poll(try node.poll(pins: number, command: 6))
        house.api.desk.turn()
        #expect(box.response == nil)
        #expect(try house.polls() == [[1, Int64(number), 6]])
    }

    @Test func numbers_thatAreTheSame_costNoWrite() throws {
        _ = house.poll(try node.poll(pins: number))
        house.api.desk.turn()
        house.queue.isFull = true
        let version = try house.reader.dataVersion()
        _ = house.poll(try node.poll(pins: number))
        house.api.desk.turn()
        #expect(try house.reader.dataVersion() == version)
    }

    @Test func pins_changedByAnotherProcess_endTheWait() throws {
        let box = house.poll(try node.poll(pins: number))
        house.api.desk.turn()
        let new = PinsRecord(
            number: Int64(try number) + 1, live: bytes32(0x11), recovery: bytes32(0x33))
        try house.elsewhere { store throws(StoreError) in try store.addPins(new) }
        _ = try house.batches(node.next())
        house.api.desk.turn()
        let envelope = try Envelope.decode(try #require(box.response).body)
        #expect(try PinsPayload(decoding: envelope.payload).recoveryPin == bytes32(0x33))
    }

    @Test func pins_ofAServerThatWasPutBack_areNumberedAnew() throws {
        let ahead = try number + 1_000
        // The clock must have passed it, and an hour the old number.
        let box = house.poll(try node.poll(pins: ahead))
        house.api.desk.turn()
        #expect(try number == ahead - 1_000)
        house.clock.advance(milliseconds: 3_600_000)
        let again = house.poll(try node.poll(pins: ahead))
        house.api.desk.turn()
        #expect(box.response?.body.isEmpty == true)
        #expect(try number == UInt64(house.clock.utcMilliseconds))
        house.api.desk.turn()
        let envelope = try Envelope.decode(try #require(again.response).body)
        #expect(try PinsPayload(decoding: envelope.payload).number == number)
    }

    @Test func pins_ofAServerThatStartsAgain_keepTheirNumber() throws {
        let before = try number
        house.clock.advance(milliseconds: 10_000)
        try house.restart()
        #expect(try number == before)
    }
}

/// The thread, with real time.
@Suite struct PollDeskThreadTests {
    @Test func desk_withItsThread_answersManyWhenTheirTimeIsOver() throws {
        var limits = NodeLimits()
        limits.pollMilliseconds = 200
        let house = try TestHouse()
        let nodes = try (1...20).map { try house.newNode("node \($0)", seed: UInt8($0)) }
        let clock = house.clock
        let service = try NodeService(
            store: house.store, authority: house.authority, limits: limits,
            clock: { clock.utcMilliseconds }, log: { _ in })
        let number = UInt64(try #require(try house.reader.pins()).number)
        let answers = AnswerCount()
        for node in nodes {
            service.handle(try TestHouse.pollRequest(node.poll(pins: number))) { make in
                answers.add(make())
            }
        }
        #expect(answers.wait(for: 20))
        #expect(answers.all { $0.status == 200 && $0.body.isEmpty })
        service.stop()
    }

    @Test func service_thatStops_answersWhatIsHeld() throws {
        let house = try TestHouse()
        let node = try house.newNode("kitchen")
        let clock = house.clock
        let service = try NodeService(
            store: house.store, authority: house.authority, clock: { clock.utcMilliseconds },
            log: { _ in })
        let number = UInt64(try #require(try house.reader.pins()).number)
        let answers = AnswerCount()
        service.handle(try TestHouse.pollRequest(node.poll(pins: number))) { answers.add($0()) }
        service.endPolls()
        #expect(answers.wait(for: 1))
        service.stop()
    }
}

/// Answers, from any thread.
private final class AnswerCount: Sendable {
    private let monitor = Monitor()
    private let kept = Locked<[HTTPResponse]>([])

    func add(_ response: HTTPResponse) {
        kept.withLock { $0.append(response) }
        monitor.locked { monitor.broadcast() }
    }

    func all(_ holds: (HTTPResponse) -> Bool) -> Bool { kept.withLock { $0.allSatisfy(holds) } }

    /// Waits for so many, at most 20 s.
    func wait(for count: Int) -> Bool {
        let end = Monitor.now + 20_000
        return monitor.locked {
            while kept.withLock({ $0.count }) < count {
                if Monitor.now >= end { return false }
                monitor.wait(milliseconds: 100)
            }
            return true
        }
    }
}

extension TestHouse {
    static func pollRequest(_ message: [UInt8]) -> HTTPRequest {
        HTTPRequest(
            method: "POST", path: "/v1/commands", headers: ["Content-Type": MediaType.message],
            body: message)
    }

    /// Hands a poll in; its answer appears when it is due.
    func poll(_ message: [UInt8]) -> ResponseBox {
        let box = ResponseBox()
        api.handle(Self.pollRequest(message)) { box.set($0()) }
        return box
    }

    /// A poll that is answered at once.
    func answer(_ message: [UInt8]) throws -> HTTPResponse {
        let box = poll(message)
        api.desk.turn()
        return try #require(box.response)
    }

    func polls() throws -> [[Int64]] {
        try reader.polls().map { [$0.node, $0.pinsNumber, $0.commandSequence] }
    }
}

extension TestNode {
    /// A poll; without a witness, as before the first receipt.
    func poll(
        pins: UInt64 = 0, command: UInt64 = 0,
        witness: (id: Bytes16, size: UInt64, head: Bytes32) = (.zero, 0, .zero)
    ) throws -> [UInt8] {
        let payload = PollPayload(
            commandSequence: command, pinsNumber: pins, boot: boot,
            uptimeMilliseconds: UInt64(clock.monotonicMilliseconds), logID: witness.id,
            logSize: witness.size, logHead: witness.head)
        return try Envelope.sign(kind: .poll, chain: nil, payload: payload.encode(), key: key)
            .encode()
    }
}
