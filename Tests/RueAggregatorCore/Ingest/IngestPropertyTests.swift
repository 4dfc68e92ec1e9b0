import RueCrypto
import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// Random sendings of several nodes, right, wrong, again and in groups, against a model that is a
/// list.
@Suite struct IngestPropertyTests {
    /// What a node's chain must be: the items that were to be kept, and the receipts seen for them.
    final class Model {
        let node: TestNode
        var items: [[UInt8]] = []
        var receipts: [UInt64: [UInt8]] = [:]

        init(_ node: TestNode) { self.node = node }
    }

    /// What is sent, and what must come of it.
    enum Expected: Equatable {
        case receipt(UInt64)
        case refused(ProblemCode)
    }

    @Test(arguments: 0..<6)
    func sendings_random_agreeWithTheModel(run: Int) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("ingest \(run)"))
        let house = try TestHouse()
        let models = try (1...3).map {
            Model(try house.newNode("node \($0)", seed: UInt8($0)))
        }
        for _ in 0..<120 {
            house.clock.advance(milliseconds: Int64.random(in: 0..<5_000, using: &random))
            switch Int.random(in: 0..<12, using: &random) {
            case 0: try house.restart()
            case 1: _ = try house.token("visitor \(house.clock.utcMilliseconds)-\(random.next())")
            case 2, 3: try together(models, house, &random)
            default:
                let model = models[Int.random(in: 0..<models.count, using: &random)]
                let (body, expected) = try sending(model, &random)
                try check(
                    house.post("/v1/batches", body, type: MediaType.sequence), expected, model,
                    house, seed: random.seed)
            }
        }
        try expectSame(models, house, seed: random.seed)
    }

    /// One request of each node in one transaction.
    private func together(
        _ models: [Model], _ house: TestHouse, _ random: inout SeededRandom
    ) throws {
        var pending: [(Model, Expected, ResponseBox)] = []
        try house.queue.together {
            for model in models {
                let (body, expected) = try sending(model, &random)
                let box = ResponseBox()
                house.api.handle(
                    HTTPRequest(
                        method: "POST", path: "/v1/batches",
                        headers: ["Content-Type": MediaType.sequence], body: body)
                ) { box.set($0()) }
                pending.append((model, expected, box))
            }
        }
        for (model, expected, box) in pending {
            try check(#require(box.response), expected, model, house, seed: random.seed)
        }
    }

    /// Something to send, the model already moved on to what must follow.
    private func sending(
        _ model: Model, _ random: inout SeededRandom
    ) throws -> ([UInt8], Expected) {
        let node = model.node
        let head = node.sequence
        switch Int.random(in: 0..<8, using: &random) {
        case 0 where head > 0:
            let sequence = Int.random(in: 0..<Int(head), using: &random)
            return (model.items[sequence], .receipt(UInt64(sequence + 1)))
        case 1 where head > 0:
            let sequence = UInt64.random(in: 1...head, using: &random)
            let other = try node.signed(payload: node.pack(milli: 1)) {
                $0.sequence = sequence
                $0.previous = bytes32(0xee)
            }
            return (other.encode(), .refused(.fork))
        case 2:
            let far = try node.signed {
                $0.sequence += UInt64.random(in: 1...9, using: &random)
            }
            return (far.encode(), .refused(.gap))
        case 3:
            return (try node.signed { $0.previous = bytes32(0xdd) }.encode(), .refused(.chain))
        case 4:
            var bad = try node.signed().encode()
            bad[bad.count - 1] ^= 0x40
            return (bad, .refused(.signature))
        case 5: return try quarantined(model)
        default: return try several(model, &random)
        }
    }

    private func quarantined(_ model: Model) throws -> ([UInt8], Expected) {
        let bad = try model.node.next(payload: [0x80])
        model.items.append(bad)
        let after = try model.node.signed().encode()
        return (bad + after, .receipt(model.node.sequence))
    }

    /// Some items that are known and some new ones, and perhaps one that is bad.
    private func several(
        _ model: Model, _ random: inout SeededRandom
    ) throws -> ([UInt8], Expected) {
        let known = model.items.suffix(Int.random(in: 0...3, using: &random))
        // A known one in quarantine ends the request.
        let start = model.items.count - known.count
        for (offset, item) in known.enumerated() where isQuarantined(item) {
            return (known.flatMap { $0 }, .receipt(UInt64(start + offset + 1)))
        }
        var body = known.flatMap { $0 }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let item = try model.node.next()
            model.items.append(item)
            body += item
        }
        if Bool.random(using: &random) { body += [0xd2, 0x84, 0x00] }
        return (body, .receipt(model.node.sequence))
    }

    private func isQuarantined(_ item: [UInt8]) -> Bool {
        do {
            return try Envelope.decode(item).payload == [0x80]
        } catch {
            return false
        }
    }

    private func check(
        _ response: HTTPResponse, _ expected: Expected, _ model: Model, _ house: TestHouse,
        seed: UInt64
    ) throws {
        switch expected {
        case .refused(let code):
            #expect(try house.problem(response).code == code, "seed \(seed)")
        case .receipt(let sequence):
            let receipt = try house.receipt(response)
            #expect(receipt.sequence == sequence, "seed \(seed)")
            let before = model.receipts.updateValue(response.body, forKey: sequence)
            #expect(before == nil || before == response.body, "seed \(seed)")
        }
    }

    private func expectSame(
        _ models: [Model], _ house: TestHouse, seed: UInt64
    ) throws {
        for (index, model) in models.enumerated() {
            let kept = try house.reader.items(
                .chain(RowID(index + 1), from: 1), limit: 100_000)
            #expect(kept.map(\.bytes) == model.items, "seed \(seed)")
            #expect(
                kept.map(\.isQuarantined) == model.items.map { isQuarantined($0) }, "seed \(seed)")
        }
        let log = try house.items()
        #expect(log.map(\.position) == (0..<log.count).map { Int64($0 + 1) }, "seed \(seed)")
        try house.expectVerified()
    }
}
