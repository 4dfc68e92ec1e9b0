import RueSensors
import RueSensorsSimulation
import Testing

/// What a chip's own warmth does to its readings.
@Suite struct BME280SelfHeatingTests {
    /// ESPEasy #164 and OnStepX #42: a chip that converts all the time reads 3.7 °C too high, one that
    /// is asked once a minute as the default does, is right.
    @Test func selfHeating_inForcedModeOnly_isNotNoticeable() throws {
        let forced = try warmth(BME280.Configuration(), everyMilliseconds: 60_000)
        #expect(abs(forced) <= 10)
        let naive = BME280.Configuration(mode: .normal(standby: .microseconds500))
        #expect(try warmth(naive, everyMilliseconds: 100) > 3000)
    }

    /// How much a chip that a conversion warms reads too high after a hundred readings, in m°C.
    private func warmth(
        _ configuration: BME280.Configuration, everyMilliseconds pause: UInt64
    ) throws -> Int64 {
        let rig = Rig(configuration)
        let (chip, clock) = (rig.chip, rig.clock)
        chip.environment = { [unowned chip] in
            // 3.7 °C if it never rests.
            let busy = 9300 * Int64(chip.conversionCount)
            let elapsed = Int64(clock.monotonicMicroseconds) + 1
            return Environment(temperatureMilliCelsius: 21_000 + 3700 * busy / elapsed)
        }
        for _ in 0..<100 {
            _ = try rig.read()
            clock.advance(milliseconds: pause)
        }
        return try rig.read()[0].milli - 21_000
    }
}
