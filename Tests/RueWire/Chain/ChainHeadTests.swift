import Testing

@testable import RueWire

@Suite struct ChainHeadTests {
    static let head = ChainHead(sequence: 6, id: Sample.bytes32(6))

    static func verdict(sequence: UInt64, previous: UInt8, id: UInt8) -> ChainVerdict {
        let link = ChainLink(
            sequence: sequence, previous: Sample.bytes32(previous), boot: .zero,
            uptimeMilliseconds: 0, utcMilliseconds: nil)
        return head.verdict(on: link, id: Sample.bytes32(id)) { stored in
            // Numbers 3 and 4 lie in a gap.
            stored == 3 || stored == 4 ? nil : Sample.bytes32(UInt8(stored))
        }
    }

    @Test(arguments: [
        (7, 6, 7, ChainVerdict.next), (7, 5, 7, .chain), (8, 6, 8, .gap), (8, 7, 8, .gap),
        (6, 5, 6, .known), (6, 5, 60, .fork), (1, 0, 1, .known), (1, 0, 6, .fork),
        (3, 2, 3, .fork), (4, 3, 4, .fork), (9_007_199_254_740_991, 6, 7, .gap),
    ])
    func item_againstTheHead_isJudgedAsTheTableSays(
        sequence: UInt64, previous: UInt8, id: UInt8, expected: ChainVerdict
    ) {
        #expect(Self.verdict(sequence: sequence, previous: previous, id: id) == expected)
    }

    @Test func firstItem_afterAGrant_followsTheGrantsID() {
        let start = ChainHead(sequence: 0, id: Sample.bytes32(9))
        var link = ChainLink(
            sequence: 1, previous: Sample.bytes32(9), boot: .zero, uptimeMilliseconds: 0,
            utcMilliseconds: nil)
        #expect(start.verdict(on: link, id: .zero) { _ in nil } == .next)
        link.previous = .zero
        #expect(start.verdict(on: link, id: .zero) { _ in nil } == .chain)
        #expect(
            ChainHead.after(link, id: Sample.bytes32(3))
                == ChainHead(sequence: 1, id: Sample.bytes32(3)))
    }

    @Test func storedID_thatFails_failsTheVerdict() {
        #expect(throws: WireError.messageType) {
            try Self.head.verdict(on: Sample.link(sequence: 2), id: .zero) {
                _ throws(WireError) in throw .messageType
            }
        }
    }

    @Test func problem_ofEachVerdict_isTheTables() {
        #expect(ChainVerdict.next.problem == nil)
        #expect(ChainVerdict.known.problem == nil)
        #expect(ChainVerdict.gap.problem == .gap)
        #expect(ChainVerdict.fork.problem == .fork)
        #expect(ChainVerdict.chain.problem == .chain)
    }
}

extension Sample {
    static func link(sequence: UInt64) -> ChainLink {
        var link = link()
        link.sequence = sequence
        return link
    }
}
