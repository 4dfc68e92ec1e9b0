import RueSensorsSimulation
import Testing

@Suite struct FaultScriptTests {
    /// What a script does to a hundred samples, a second apart.
    private func course(
        _ faults: [ScriptedFault], seed: UInt64, pause: UInt64 = 1000
    ) -> [SimulatedFault?] {
        let clock = VirtualClock()
        let script = FaultScript(faults, seed: seed, clock: clock)
        return (0..<100).map { _ in
            script.beginSample()
            clock.advance(milliseconds: pause)
            return script.strike?.fault.fault
        }
    }

    @Test func chance_sameSeed_strikesTheSameSamples_howeverFastTheyCome() {
        let faults = [ScriptedFault(.nack, chancePercent: 20)]
        let course = course(faults, seed: 7)
        #expect(course == self.course(faults, seed: 7, pause: 1))
        #expect(course != self.course(faults, seed: 8))
        // Of 100 samples about 20, and never none or all.
        #expect((8...35).contains(course.count { $0 == .nack }))
    }

    @Test func chance_ofAHundred_strikesEachSample() {
        #expect(course([ScriptedFault(.nack)], seed: 7).allSatisfy { $0 == .nack })
    }

    @Test func window_strikesOnlyTheSamplesThatBeginInIt() {
        let window = FaultWindow(afterMilliseconds: 10_000, forMilliseconds: 5000)
        let course = course([ScriptedFault(.nack, window: window)], seed: 7)
        #expect(course.indices.filter { course[$0] != nil } == [10, 11, 12, 13, 14])
    }

    @Test func faults_twoAtOnce_theFirstThatComesCounts() {
        let faults = [
            ScriptedFault(.nack, chancePercent: 50), ScriptedFault(.bitFlip),
        ]
        let course = course(faults, seed: 7)
        #expect(course.contains(.nack))
        #expect(course.contains(.bitFlip))
        #expect(!course.contains(nil))
    }

    @Test func details_areDrawnAnewEachTime_andTheSameEachRun() {
        func draws(seed: UInt64) -> [Int64] {
            let script = FaultScript([ScriptedFault(.bitFlip)], seed: seed, clock: VirtualClock())
            return (0..<20).compactMap { _ in
                script.beginSample()
                var random = script.strike?.random
                return random?.next(in: 0...1_000_000)
            }
        }
        #expect(Set(draws(seed: 1)).count == 20)
        #expect(draws(seed: 1) == draws(seed: 1))
        #expect(draws(seed: 1) != draws(seed: 2))
    }

    @Test func hang_isDrawnOnceAWindow() {
        let window = FaultWindow(forMilliseconds: 10_000, everyMilliseconds: 20_000)
        let course = course([ScriptedFault(.hung, window: window, chancePercent: 50)], seed: 3)
        let windows = (0..<5).map { Array(course[($0 * 20)..<($0 * 20 + 10)]) }
        #expect(windows.allSatisfy { Set($0).count == 1 })
        #expect(Set(windows.map { $0[0] }).count == 2)
    }
}
