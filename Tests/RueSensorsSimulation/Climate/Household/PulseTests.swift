import Testing

@testable import RueSensorsSimulation

@Suite struct PulseTests {
    private let pulse = Pulse(start: 1000, duration: 600_000, strength: 1024)

    private func effect(_ moment: Int64) -> Int64 {
        pulse.effect(at: moment, rise: 300_000, decay: 900_000)
    }

    @Test func effect_beforeItBegins_isNone() {
        #expect(effect(1000) == 0)
        #expect(effect(.min / 2) == 0)
    }

    @Test func effect_whileItLasts_grows_andDecaysAfterwards() {
        #expect(effect(301_000) > effect(101_000))
        let end = effect(601_000)
        // 1 − e⁻², and an e-th of that after a time constant.
        #expect(abs(end - 56_667) < 20)
        #expect(abs(effect(1_501_000) - 20_847) < 30)
        #expect(effect(601_000 + 11 * 900_000) == 0)
    }
}
