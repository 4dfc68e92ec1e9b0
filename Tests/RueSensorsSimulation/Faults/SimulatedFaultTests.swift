import RueSensorsSimulation
import Testing

@Suite struct SimulatedFaultTests {
    @Test func words_areDistinct_andFoundAgain() {
        let words = SimulatedFault.allCases.map { $0.description }
        #expect(Set(words).count == words.count)
        for fault in SimulatedFault.allCases { #expect(SimulatedFault(fault.description) == fault) }
        #expect(SimulatedFault("Silent") == nil)
    }

    @Test func faults_eachHappenToSomething_andToNothingTwice() {
        var happening: [SimulatedFault] = []
        for target in SimulatedFault.Target.allCases {
            let possible = SimulatedFault.possible(on: target)
            #expect(Set(possible.map { $0.description }).count == possible.count)
            happening += possible
        }
        for fault in SimulatedFault.allCases { #expect(happening.contains(fault), "\(fault)") }
    }
}
