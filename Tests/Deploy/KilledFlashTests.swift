import Foundation
import RueTestSupport
import Testing

/// `Deploy/flash` is killed at its calls into the system, and called again.
@Suite struct KilledFlashTests {
    private func kill(
        _ card: ScratchCard, at call: String, number: Int, by signal: String = "KILL"
    ) throws -> FinishedProgram {
        try FinishedProgram.run(
            "strace",
            [
                "-f", "-o", "/dev/null", "-e", "trace=" + call, "-e",
                "inject=\(call):signal=\(signal):when=\(number)", Repository.file("Deploy/flash"),
            ] + card.words + card.wifi, seconds: 300)
    }

    @Test func stoppedWhileItWrites_itLeavesNothing() throws {
        let card = try ScratchCard(.trixie)
        let before = try tree(card.boot)
        let stopped = try kill(card, at: "fsync", number: 5, by: "INT")
        #expect(stopped.status == .exited(1), "\(stopped.output)")
        #expect(stopped.errorOutput.contains("flash: stopped; call it again"))
        #expect(!stopped.errorOutput.contains("Traceback"), "\(stopped.errorOutput)")
        #expect(try tree(card.boot) == before)
    }

    /// At each call with RUE_TEST_FULL, else at three of them.
    @Test(arguments: ["rename", "fsync"])
    func killedAtAnyCall_noFileIsHalf_andTheNextRunFinishes(call: String) throws {
        let before = try tree(ScratchCard.Kind.bookwormImager.path)
        let reference = try ScratchCard(.bookwormImager)
        try reference.flash(reference.words + reference.wifi)
        let wanted = try tree(reference.boot)
        var random = SeededRandom(seed: SeededRandom.freshSeed("flash killed at \(call)"))
        let numbers =
            FullRun.isWanted ? Array(1...16) : (1...16).shuffled(using: &random).prefix(3).sorted()
        var deaths = 0
        for number in numbers {
            let card = try ScratchCard(.bookwormImager)
            // Something to be removed.
            try FileManager.default.createDirectory(
                atPath: card.boot + "/rue", withIntermediateDirectories: true)
            try card.write("old", to: "rue/failed.txt")
            let killed = try kill(card, at: call, number: number)
            if killed.status != .exited(0) { deaths += 1 }
            for (name, content) in try tree(card.boot) where before[name] != nil {
                #expect(
                    content == before[name] || content == wanted[name], "\(call) \(number): \(name)"
                )
            }
            let again = try card.flash(card.words + card.wifi)
            #expect(again.status == .exited(0), "\(call) \(number): \(again.errorOutput)")
            #expect(try tree(card.boot) == wanted, "\(call) \(number)")
        }
        #expect(deaths == numbers.count)
    }
}
