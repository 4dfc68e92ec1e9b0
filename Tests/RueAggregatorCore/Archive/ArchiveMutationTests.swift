import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// Torture: archives that somebody has worked on.
@Suite struct ArchiveMutationTests {
    /// What can be done to a list of records by one who cannot sign.
    private enum Mutation: CaseIterable {
        case drop, reorder, replay, rollBack, truncate, swapNodes, rename, flip, splice
    }

    private let whole: [[UInt8]]
    /// The same house a minute earlier, as a copy that somebody kept.
    private let earlier: [[UInt8]]

    init() throws {
        let fixture = try ArchiveFixture()
        whole = try ArchiveFixture.records(fixture.archive())
        earlier = try ArchiveFixture.records(
            fixture.archive(times: ArchiveFixture.time(0)...ArchiveFixture.time(8)))
    }

    @Test func thousandMutations_areAllFound() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("archive mutations"))
        let count = FullRun.isWanted ? 20_000 : 1_000
        var found: [Mutation: Int] = [:]
        for _ in 0..<count {
            let kind = Mutation.allCases[
                Int.random(in: 0..<Mutation.allCases.count, using: &random)]
            guard let changed = mutated(kind, &random), changed != whole else { continue }
            let report = try ArchiveFixture.verify(changed.flatMap { $0 })
            #expect(!report.isGood, "\(kind)")
            #expect(report.problems.count > 0, "\(kind)")
            found[kind, default: 0] += 1
        }
        #expect(found.count == Mutation.allCases.count)
        print("archive mutations found: \(found.values.reduce(0, +)) of \(count) tried")
    }

    private func mutated(_ kind: Mutation, _ random: inout SeededRandom) -> [[UInt8]]? {
        var records = whole
        let index = Int.random(in: 0..<records.count, using: &random)
        let other = Int.random(in: 0..<records.count, using: &random)
        switch kind {
        case .drop: records.remove(at: index)
        case .reorder, .swapNodes: records.swapAt(index, other)
        case .replay: records.insert(records[index], at: other)
        case .rollBack:
            // The end of a chain and what was before it, as if the chain had ended earlier.
            guard let end = records[index...].firstIndex(where: { $0[1] == 5 }) else { return nil }
            records.removeSubrange(max(1, end - Int.random(in: 1...6, using: &random))..<end)
        case .truncate:
            records.removeSubrange(index...)
        case .rename:
            guard let node = records[index...].firstIndex(where: { $0[1] == 1 }) else { return nil }
            records[node] = ArchiveRecord.node(name: "cellar", forks: 0).encoded
        case .flip:
            let byte = Int.random(in: 0..<records[index].count, using: &random)
            records[index][byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case .splice:
            records[index] = earlier[min(other, earlier.count - 1)]
        }
        return records
    }
}
