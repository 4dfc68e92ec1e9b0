import RueTestSupport
import Testing

@testable import RueSensors

@Suite struct BME280CompensationTests {
    @Test(arguments: Oracle.all)
    func compensation_publishedExample_givesThePublishedResult(oracle: Oracle) throws {
        let calibration = try oracle.calibration
        let fine = calibration.fineTemperature(raw: oracle.rawTemperature)
        #expect(fine == oracle.fine)
        if let expected = oracle.centiCelsius {
            #expect(BME280.Calibration.centiCelsius(fine: fine) == expected)
        }
        if let raw = oracle.rawPressure {
            #expect(calibration.pressureQ8(raw: raw, fine: fine) == oracle.pressureQ8)
        }
        if let raw = oracle.rawHumidity {
            let humidity = try #require(calibration.humidity)
            #expect(humidity.humidityQ10(raw: raw, fine: fine) == oracle.humidityQ10)
        }
    }

    @Test func readings_kernelExample_agreeWithTheKernel() throws {
        let readings = try decode(.kernel)
        #expect(
            readings == [
                Reading(.temperature, milli: 25_080), Reading(.relativeHumidity, milli: 54_997),
                Reading(.pressure, milli: 100_653_254),
            ])
    }

    /// What the datasheet itself computes in its example of 32 bits (DS001 §3.12).
    @Test func pressure_in32Bits_isThreePascalOff() throws {
        let oracle = Oracle.bosch
        let calibration = try oracle.calibration
        let naive = Naive.pressure32(calibration, raw: 415_148, fine: 128_422)
        #expect(naive == 100_656)
        #expect(calibration.pressureQ8(raw: 415_148, fine: 128_422).map { $0 >> 8 } == 100_653)
    }

    @Test func temperature_belowZero_keepsItsSign() throws {
        // The floating-point formula gives -12.643.
        let calibration = try Oracle.bosch.calibration
        let fine = calibration.fineTemperature(raw: 400_000)
        #expect(BME280.Calibration.centiCelsius(fine: fine) == -1264)
    }

    @Test func compensation_randomChips_agreesWithFloatingPoint() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("BME280 compensation"))
        for _ in 0..<5000 {
            let calibration = RandomChip.calibration(&random)
            let trim = try #require(calibration.humidity)
            let raw = RandomChip.rawTemperature(calibration, &random)
            let fine = calibration.fineTemperature(raw: raw)
            let celsius = Double(BME280.Calibration.centiCelsius(fine: fine)) / 100
            let exact = FloatingPoint.temperature(calibration, raw: raw)
            #expect(abs(celsius - exact / 5120) < 0.011, "raw \(raw) of \(calibration)")

            let rawPressure = UInt32.random(in: 200_000...600_000, using: &random)
            let pascal = FloatingPoint.pressure(
                calibration, raw: rawPressure, fine: Double(fine))
            if let q8 = calibration.pressureQ8(raw: rawPressure, fine: fine) {
                #expect(
                    abs(Double(q8) / 256 - pascal) < 0.1, "raw \(rawPressure) of \(calibration)")
            } else {
                Issue.record("no pressure for raw \(rawPressure) of \(calibration)")
            }

            let rawHumidity = UInt32.random(in: 0...65_535, using: &random)
            let percent = FloatingPoint.humidity(trim, raw: rawHumidity, fine: Double(fine))
            let found = Double(trim.humidityQ10(raw: rawHumidity, fine: fine)) / 1024
            #expect(abs(found - percent) < 0.05, "raw \(rawHumidity) of \(calibration)")
        }
    }

    /// From raw values to readings, the fine temperature too in floating point, and the numbers of
    /// every other chip at the ends of their ranges.
    @Test func readings_randomAndExtremeChips_agreeWithFloatingPoint() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("BME280 readings"))
        let settings = try BME280.Settings(BME280.Configuration(), on: .bme280)
        var compared = 0
        for round in 0..<10_000 {
            let calibration =
                round % 2 == 0 ? RandomChip.calibration(&random) : RandomChip.corner(&random)
            let trim = try #require(calibration.humidity)
            let raw = (
                temperature: RandomChip.rawTemperature(calibration, &random),
                pressure: UInt32.random(in: 200_000...600_000, using: &random),
                humidity: UInt32.random(in: 0...65_535, using: &random)
            )
            let bytes = RawData.bytes(
                pressure: raw.pressure, temperature: raw.temperature, humidity: raw.humidity)
            guard
                let readings = try? BME280.readings(
                    from: BME280.Sample(bytes), calibration: calibration, settings: settings)
            else { continue }
            compared += 1
            let fine = FloatingPoint.temperature(calibration, raw: raw.temperature)
            let exact = [
                fine / 5.12, 1000 * FloatingPoint.humidity(trim, raw: raw.humidity, fine: fine),
                1000 * FloatingPoint.pressure(calibration, raw: raw.pressure, fine: fine),
            ]
            // Half of the chip's own step of 10 m°C, and the three raw bits that the formula leaves
            // out; 0.05 %RH; 0.75 Pa, a third of the chip's step, most of it through those bits.
            for (reading, (value, bound)) in zip(readings, zip(exact, [8.0, 50, 750])) {
                #expect(
                    abs(Double(reading.milli) - value) < bound, "\(raw) of \(calibration)")
            }
        }
        #expect(compared > 5000)
    }

    /// Whatever is read from a dying chip, the program must survive it.
    @Test func readings_anyBytesAtAll_giveReadingsOrAnError() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("BME280 any bytes"))
        let settings = try BME280.Settings(BME280.Configuration(), on: .bme280)
        var accepted = 0
        for round in 0..<20_000 {
            // Half of the rounds take a sound calibration, so that more than the temperature is
            // reached.
            let calibration =
                round % 2 == 0
                ? try? BME280.Calibration(random.bytes(26), humidity: random.bytes(7))
                : RandomChip.calibration(&random)
            guard let calibration else { continue }
            let sample = BME280.Sample(random.bytes(8))
            guard
                let readings = try? BME280.readings(
                    from: sample, calibration: calibration, settings: settings)
            else { continue }
            accepted += 1
            #expect((-40_000...85_000).contains(readings[0].milli))
            #expect((0...100_000).contains(readings[1].milli))
            #expect((30_000_000...110_000_000).contains(readings[2].milli))
        }
        #expect(accepted > 100)
    }

    private func decode(_ oracle: Oracle) throws -> [Reading] {
        let pressure = try #require(oracle.rawPressure)
        let humidity = try #require(oracle.rawHumidity)
        return try BME280.readings(
            from: BME280.Sample(
                RawData.bytes(
                    pressure: pressure, temperature: oracle.rawTemperature, humidity: humidity)),
            calibration: oracle.calibration,
            settings: BME280.Settings(BME280.Configuration(), on: .bme280))
    }
}
