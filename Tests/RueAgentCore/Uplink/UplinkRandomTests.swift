import RueHTTP
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

/// A network and a server that fail at random: in the end every reading is there, once, in order.
@Suite struct UplinkRandomTests {
    @Test func anyFailures_inAnyOrder_loseNothingAndDoubleNothing() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("uplink"))
        for _ in 0..<10 {
            let node = try TestNode()
            var signed = 0
            for _ in 0..<40 {
                try misbehave(node, &random)
                let count = Int.random(in: 0...30, using: &random)
                try node.fill(count, startingAt: Int64(signed))
                signed += count
                node.run(forMilliseconds: UInt64.random(in: 10...20_000, using: &random))
            }
            node.channel.failure = nil
            node.channel.isDeaf = false
            node.channel.answersPerConnection = .max
            node.server.override = nil
            node.run(forMilliseconds: 4_000_000)
            #expect(node.spool.undelivered == 0)
            #expect(node.server.head == node.spool.head)
            #expect(node.deliveredValues == Array(0..<Int64(signed)))
        }
    }

    private func misbehave(_ node: TestNode, _ random: inout SeededRandom) throws {
        let server = node.server
        node.channel.failure = nil
        node.channel.isDeaf = false
        server.override = nil
        node.channel.answersPerConnection = Int.random(in: 1...10, using: &random)
        node.channel.pieceBytes = Int.random(in: 1...500, using: &random)
        server.acceptsAtMost = Int.random(in: 1...64, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: node.channel.failure = .unreachable("away")
        case 1: node.channel.isDeaf = true
        case 2: server.override = { _ in server.problem(.internal) }
        case 3: server.override = { _ in HTTPResponse(status: 200, body: [0xD2, 0x84]) }
        case 4:
            // Takes everything in and loses the answer.
            server.override = { request in
                server.override = nil
                _ = try? server.answer(request)
                return server.problem(.diskFull)
            }
        case 5: server.knowsNode = false
        default: break
        }
    }
}
