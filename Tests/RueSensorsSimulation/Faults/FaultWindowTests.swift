import RueSensorsSimulation
import Testing

@Suite struct FaultWindowTests {
    @Test func window_once_isOpenFromItsBeginningToBeforeItsEnd() {
        let window = FaultWindow(afterMilliseconds: 20_000, forMilliseconds: 60_000)
        let moments: [UInt64] = [0, 19_999, 20_000, 79_999, 80_000, 1_000_000]
        #expect(moments.map { window.occurrence(at: $0) } == [nil, nil, 0, 0, nil, nil])
    }

    @Test func window_every_comesBackAndIsCounted() {
        let window = FaultWindow(
            afterMilliseconds: 20_000, forMilliseconds: 60_000, everyMilliseconds: 300_000)
        let moments: [UInt64] = [
            19_999, 20_000, 80_000, 319_999, 320_000, 379_999, 380_000, 620_000,
        ]
        #expect(
            moments.map { window.occurrence(at: $0) } == [nil, 0, nil, nil, 1, 1, nil, 2])
    }

    @Test func window_always_neverEnds() {
        #expect(FaultWindow.always.occurrence(at: 0) == 0)
        #expect(FaultWindow.always.occurrence(at: .max) == 0)
    }
}
