import RueHTTP
import RueSQLite
import RueTestSupport
import RueWire

@testable import RueAggregatorCore
@testable import RueStore

/// A server's store on a disk that loses its power again and again, and what must be in it.
final class StoreLife: PoweredLife {
    /// What a node has signed, and what the server has vouched for.
    private final class History {
        let name: String
        let node: TestNode
        var messages: [[UInt8]] = []
        /// How many of them a receipt has answered for.
        var answered = 0
        /// The number of each item that a receipt named, and the receipt.
        var receipts: [(sequence: Int, message: [UInt8])] = []

        init(_ name: String, _ node: TestNode) { (self.name, self.node) = (name, node) }
    }

    let disk: UnreliableDisk
    private let folder: ScratchFolder
    private var random: SeededRandom
    /// Whether commits wait for the disk, as they should.
    private let isDurable: Bool
    private var nodes: [History] = []

    init(seed: UInt64, isDurable: Bool = true) throws {
        folder = try ScratchFolder()
        disk = try UnreliableDisk()
        random = SeededRandom(seed: seed)
        self.isDurable = isDurable
        let house = try open()
        for name in ["kitchen", "cellar"] {
            nodes.append(History(name, try house.newNode(name, seed: UInt8(nodes.count + 1))))
        }
    }

    /// How many items a receipt has answered for.
    var answered: Int { nodes.reduce(0) { $0 + $1.answered } }

    private func open() throws -> TestHouse {
        let house = try TestHouse(folder: folder, vfs: disk.name)
        if !isDurable { try house.writer.database.execute("PRAGMA synchronous=OFF") }
        return house
    }

    // MARK: Life

    /// Serves until the power goes at some operation, and then switches it on again.
    func liveUntilThePowerGoes() throws {
        disk.cutPower(atOperation: Int.random(in: 1...60, using: &random), seed: random.next())
        do {
            let house = try open()
            while !disk.isOff { try takeRequests(house) }
        } catch {
            if !disk.isOff { throw error }
        }
        try disk.restorePower()
    }

    /// Takes a request of one node, or of both in one transaction.
    private func takeRequests(_ house: TestHouse) throws {
        let senders = Bool.random(using: &random) ? nodes : [nodes[0]]
        let boxes = senders.map { _ in ResponseBox() }
        try house.queue.together {
            for (sender, box) in zip(senders, boxes) {
                // What was not answered for is sent again, and goes before what is new.
                if sender.messages.count == sender.answered { try sign(sender) }
                let request = HTTPRequest(
                    method: "POST", path: "/v1/batches",
                    headers: ["Content-Type": MediaType.sequence],
                    body: MessageSequence.join(Array(sender.messages[sender.answered...])))
                house.api.handle(request) { box.set($0()) }
            }
        }
        for (sender, box) in zip(senders, boxes) {
            if let response = box.response, response.status == 200 {
                try note(response.body, sender)
            } else if !disk.isOff {
                throw StoreLifeProblem("\(sender.name) was answered \(box.response?.status ?? 0)")
            }
        }
    }

    private func sign(_ history: History) throws {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            history.node.clock.advance(milliseconds: 1_000)
            let names = (0..<Int.random(in: 1...60, using: &random)).map { "air_\($0)" }
            history.messages.append(try history.node.next(payload: history.node.pack(names)))
        }
    }

    private func note(_ receipt: [UInt8], _ history: History) throws {
        let payload = try ReceiptPayload(decoding: Envelope.decode(receipt).payload)
        history.answered = max(history.answered, Int(payload.sequence))
        history.receipts.append((Int(payload.sequence), receipt))
    }

    // MARK: What must be

    /// What is not as it must be after the power came back; nil when all is well.
    func problem() -> String? {
        do {
            let house = try open()
            let report = try Verifier(reader: house.store.makeReader()).run { _, _ in }
            if !report.isGood { return "\(report.problems)" }
            for history in nodes {
                if let problem = try problem(of: history, in: house) { return problem }
            }
            return nil
        } catch {
            return "it cannot be used: \(error)"
        }
    }

    private func problem(of history: History, in house: TestHouse) throws -> String? {
        guard let row = try house.reader.node(named: history.name)?.id else {
            return "\(history.name) was enrolled and is gone"
        }
        let kept = try house.items().filter { $0.node == row }
        if kept.count < history.answered {
            return "\(history.name): \(kept.count) items, and receipts for \(history.answered)"
        }
        guard kept.map(\.bytes) == Array(history.messages.prefix(kept.count)),
            kept.map(\.sequence) == (0..<kept.count).map({ UInt64($0 + 1) })
        else { return "\(history.name): its items are not those that it sent" }
        return try problemOfReceipts(history, in: house)
    }

    /// An item sent again gets the identical receipt.
    private func problemOfReceipts(_ history: History, in house: TestHouse) throws -> String? {
        guard let known = history.receipts.randomElement(using: &random) else { return nil }
        for (sequence, receipt) in [known, history.receipts[history.receipts.count - 1]] {
            let response = try house.batches(history.messages[sequence - 1])
            if response.status != 200 || response.body != receipt {
                return "\(history.name): item \(sequence) got another receipt than before"
            }
        }
        return nil
    }
}

/// Why a life cannot go on.
struct StoreLifeProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
