import Testing

@testable import RueAggregatorCore

/// How long the writer waits for company.
@Suite struct GatheringTests {
    private let millisecond: UInt64 = 1_000_000

    private func gathering(answered: Int, waiting: Int, commit: UInt64) -> Gathering {
        var gathering = Gathering(limitMicroseconds: 2_000)
        gathering.answered(answered, from: 0, to: commit)
        gathering.begin(waiting: waiting, capacity: 16)
        return gathering
    }

    @Test func clients_answeredAMomentAgo_areWaitedForWithThoseThatCameMeanwhile() {
        let gathering = gathering(answered: 5, waiting: 3, commit: millisecond)
        #expect(gathering.isShort(3, at: millisecond))
        #expect(gathering.isShort(7, at: millisecond))
        #expect(!gathering.isShort(8, at: millisecond))
    }

    @Test func waiting_endsAfterAsLongAsTheCommitTook() {
        let gathering = gathering(answered: 5, waiting: 3, commit: millisecond)
        #expect(gathering.deadline == 2 * millisecond)
        #expect(gathering.isShort(3, at: 2 * millisecond - 1))
        #expect(!gathering.isShort(3, at: 2 * millisecond))
    }

    @Test func waiting_afterALongCommit_endsAtTheLimit() {
        #expect(
            gathering(answered: 5, waiting: 3, commit: 50 * millisecond).deadline
                == 52 * millisecond)
    }

    @Test func clientAlone_neverWaits() {
        #expect(!gathering(answered: 1, waiting: 0, commit: millisecond).isShort(1, at: 0))
    }

    @Test func firstRequest_orOneAfterAPause_neverWaits() {
        var fresh = Gathering(limitMicroseconds: 2_000)
        fresh.begin(waiting: 0, capacity: 16)
        #expect(!fresh.isShort(1, at: 0))
        let later = gathering(answered: 5, waiting: 0, commit: millisecond)
        #expect(!later.isShort(1, at: 60_000 * millisecond))
    }

    @Test func clientThatLeft_isWaitedForOnce() {
        var gathering = gathering(answered: 2, waiting: 0, commit: millisecond)
        #expect(gathering.isShort(1, at: millisecond))
        gathering.answered(1, from: 3 * millisecond, to: 4 * millisecond)
        gathering.begin(waiting: 0, capacity: 16)
        #expect(!gathering.isShort(1, at: 4 * millisecond))
    }

    @Test func queue_thatHoldsNoMore_isNotWaitedFor() {
        #expect(!gathering(answered: 16, waiting: 10, commit: millisecond).isShort(16, at: 0))
    }

    @Test func limit_ofZero_neverWaits() {
        var gathering = Gathering(limitMicroseconds: 0)
        gathering.answered(8, from: 0, to: millisecond)
        gathering.begin(waiting: 0, capacity: 16)
        #expect(!gathering.isShort(1, at: millisecond))
    }
}
