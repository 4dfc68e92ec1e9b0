import Testing

@testable import RueWire

@Suite struct BootStateTests {
    static func verdict(
        boot: UInt8, uptime: UInt64, isRepacked: Bool = false, hasState: Bool = true
    ) -> BootVerdict {
        let link = ChainLink(
            sequence: 9, previous: .zero, boot: Sample.bytes16(boot), uptimeMilliseconds: uptime,
            utcMilliseconds: nil)
        let state = BootState(boot: Sample.bytes16(2), uptimeMilliseconds: 1_000)
        return BootState.verdict(
            on: link, isRepacked: isRepacked, after: hasState ? state : nil
        ) { $0 == Sample.bytes16(1) }
    }

    @Test(arguments: [
        (2, 1_000, BootVerdict.inOrder), (2, 1_001, .inOrder), (2, 999, .uptimeFell),
        (3, 0, .newBoot), (1, 5_000, .bootReturned),
    ])
    func item_afterABoot_isJudged(boot: UInt8, uptime: UInt64, expected: BootVerdict) {
        #expect(Self.verdict(boot: boot, uptime: uptime) == expected)
    }

    @Test func firstItem_ofAKey_isInOrder() {
        #expect(Self.verdict(boot: 1, uptime: 0, hasState: false) == .inOrder)
    }

    @Test func repackedItem_whateverItsBoot_isPassedOver() {
        for boot in [1, 2, 3] as [UInt8] {
            let verdict = Self.verdict(boot: boot, uptime: 0, isRepacked: true)
            #expect(verdict == .passedOver)
            #expect(!verdict.remembers)
        }
    }

    @Test func remembers_onlyWhatCounts() {
        #expect(BootVerdict.inOrder.remembers)
        #expect(BootVerdict.newBoot.remembers)
        #expect(BootVerdict.bootReturned.remembers)
        #expect(!BootVerdict.uptimeFell.remembers)
        #expect(BootState(Sample.link()).uptimeMilliseconds == 123_456)
    }
}
