import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

/// Thinning of random histories, pass over pass: what is left always tells the truth of what was.
@Suite struct ThinningRandomTests {
    private struct History {
        var values: [String: [(time: Int64, milli: Int64)]] = [:]
        var faults: Int64 = 0
        var total: Int64 { values.values.reduce(faults) { $0 + Int64($1.count) } }
    }

    private static let utc: Int64 = 1_800_000_000_000

    @Test func randomHistories_keepBoundsMeansCountsOrderAndSpans() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("thinning"))
        let wanted = FullRun.isWanted ? 200 : 5
        var (histories, passes, summaries) = (0, 0, 0)
        // In some histories a summary is hardly worth its room: then there are more of them.
        while histories < wanted || summaries <= 100 && histories < 5 * wanted {
            histories += 1
            let node = try TestNode(limitBytes: Int64.random(in: 30_000...120_000, using: &random))
            var history = History()
            for _ in 0..<Int.random(in: 2...6, using: &random) {
                try live(node, &history, &random)
                passes += try node.thin().count
                summaries += try check(node, history)
            }
        }
        print("thinning: \(histories) histories, \(passes) steps, \(summaries) summaries checked")
        #expect(passes > 10 && summaries > 100)
    }

    /// Some hours of a few series, each with its own interval and its own noise.
    private func live(
        _ node: TestNode, _ history: inout History, _ random: inout SeededRandom
    ) throws {
        let interval = [10_000, 30_000, 60_000, 300_000].randomElement(using: &random) ?? 1
        let series = Int.random(in: 1...4, using: &random)
        let perBatch = Int.random(in: 1...20, using: &random)
        for _ in 0..<Int.random(in: 100...900, using: &random) {
            var records: [SampledRecord] = []
            for _ in 0..<perBatch {
                node.now += UInt64(interval)
                for index in 0..<series {
                    add(index, at: node.now, to: &records, &history, &random)
                }
            }
            try node.store(records)
        }
    }

    private func add(
        _ index: Int, at now: UInt64, to records: inout [SampledRecord], _ history: inout History,
        _ random: inout SeededRandom
    ) {
        let name = "s\(index)_temperature"
        if Int.random(in: 0..<20, using: &random) == 0 {
            records.append(
                .fault("s\(index)_fault", "E\(Int.random(in: 0..<9, using: &random))", at: now))
            history.faults += 1
            return
        }
        let milli = Int64.random(in: -60_000...60_000, using: &random)
        records.append(.number(name, milli: milli, at: now))
        history.values[name, default: []].append((Self.utc + Int64(now), milli))
    }

    private func check(_ node: TestNode, _ history: History) throws -> Int {
        var all = ThinnedContent()
        for pack in try node.packs() {
            let times = pack.records.dropFirst().map(\.time)
            if pack.records.first?.value == .text("thinned") {
                #expect(zip(times, times.dropFirst()).allSatisfy { !($1 < $0) }, "out of order")
            }
            all.add(pack.records, baseName: node.server.baseName)
        }
        for summary in all.summaries { check(summary, history, all) }
        let left = all.readings.values.reduce(Int64(all.texts.count)) { $0 + Int64($1.count) }
        let thinned = all.thinned.reduce(0) { $0 + $1.count }
        #expect(left + thinned + all.dropped == history.total)
        for (name, values) in history.values { check(values, name, all) }
        return all.summaries.count
    }

    private func check(
        _ summary: ThinnedContent.Summary, _ history: History, _ all: ThinnedContent
    ) {
        #expect(!summary.mean.isLess(than: summary.least))
        #expect(!summary.greatest.isLess(than: summary.mean))
        #expect(summary.count > 3)
        let values = history.values[summary.name]?.map(\.milli) ?? []
        #expect(values.contains(summary.least.scaled(places: 3) ?? .max))
        #expect(values.contains(summary.greatest.scaled(places: 3) ?? .max))
        let isDeclared = all.thinned.contains { $0.span.contains(summary.time) }
        #expect(isDeclared, "nothing declares \(summary.time)")
    }

    /// The extremes of all time are never lost, every reading left is one that was, and the means
    /// come to the mean of all within their rounding.
    private func check(
        _ values: [(time: Int64, milli: Int64)], _ name: String, _ all: ThinnedContent
    ) {
        let known = Dictionary(values.map { ($0.time, $0.milli) }) { $1 }
        let left = all.readings[name] ?? []
        #expect(left.allSatisfy { known[$0.time] == $0.value })
        let summaries = all.summaries.filter { $0.name == name }
        if all.dropped > 0 { return }
        let count = summaries.reduce(Int64(left.count)) { $0 + $1.count }
        #expect(count == Int64(values.count))
        let least = summaries.compactMap { $0.least.scaled(places: 3) } + left.map(\.value)
        #expect(least.min() == values.map(\.milli).min())
        let greatest = summaries.compactMap { $0.greatest.scaled(places: 3) } + left.map(\.value)
        #expect(greatest.max() == values.map(\.milli).max())
        // In thousandths of a thousandth: half of the last place a pass and reading.
        let sum = summaries.reduce(left.reduce(0) { $0 + $1.value * 1000 }) {
            $0 + ($1.mean.scaled(places: 6) ?? 0) * $1.count
        }
        let exact = values.reduce(0) { $0 + $1.milli * 1000 }
        #expect((sum - exact).magnitude <= UInt64(values.count * 6))
    }
}

extension SenMLTime {
    fileprivate static func < (first: SenMLTime, second: SenMLTime) -> Bool {
        switch (first, second) {
        case (.absolute(let one), .absolute(let other)): one < other
        case (.relative(let one), .relative(let other)): one < other
        default: false
        }
    }
}
