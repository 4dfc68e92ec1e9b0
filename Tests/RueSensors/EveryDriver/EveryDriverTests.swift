import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// What must hold for every driver alike.
@Suite struct EveryDriverTests {
    private static let errors: [BusError] = [
        .noAcknowledge, .timedOut, .arbitrationLost, .shortTransfer(expected: 2, actual: 1),
        .os(errno: 5),
    ]

    /// Sets the truth, reads it back, compares: both ends, the middle, and many between.
    @Test(arguments: DriverCase.all)
    func sweep_wholeRange_isTheTruth(driver: DriverCase) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("sweep \(driver.testDescription)"))
        let rig = driver.make()
        let steps = 300
        for step in 0...steps {
            for (quantity, range) in driver.ranges {
                let span = range.upperBound - range.lowerBound
                let isEdge = step == 0 || step == steps
                rig.truth[quantity] =
                    isEdge
                    ? (step == 0 ? range.lowerBound : range.upperBound)
                    : range.lowerBound + Int64.random(in: 0...span, using: &random)
            }
            for _ in 1..<driver.readingsUntilSettled { _ = try rig.read() }
            let readings = try rig.read()
            #expect(Set(readings.map(\.quantity)) == Set(driver.ranges.keys))
            for reading in readings {
                #expect(driver.allows(reading, rig.truth), "\(reading) instead of \(rig.truth)")
                #expect(reading.flags.isEmpty)
            }
        }
    }

    /// The sweep asks for more than the datasheet promises.
    @Test(arguments: DriverCase.all)
    func tolerance_ofTheSweep_isWithinTheDatasheetsAccuracy(driver: DriverCase) throws {
        for quantity in driver.ranges.keys {
            let tolerance = try #require(driver.tolerances[quantity])
            #expect(tolerance <= (try #require(driver.accuracies[quantity])))
        }
    }

    /// One error at every place in turn: always a typed error or the truth, never a wrong value and
    /// never a hang, and the reading after it is right again. (SwiftyGPIO #125: the process aborted.)
    @Test(arguments: DriverCase.all, errors)
    func read_errorAtAnyTransaction_isThatErrorOrTheTruthAndThenRecovers(
        driver: DriverCase, error: BusError
    ) throws {
        let count = try transactions(driver)
        #expect(count >= 3)
        for moment in FaultPlan.Moment.allCases {
            for index in 0..<count {
                let rig = driver.make()
                rig.plan.fault = (index, moment, error)
                let begun = rig.clock.monotonicMicroseconds
                let failures = readThrice(driver, rig)
                let place = "\(moment) transaction \(index)"
                #expect(failures.isEmpty || failures == [.bus(error)], "\(place): \(failures)")
                #expect(rig.plan.count > index, "\(place) never came")
                #expect(rig.clock.monotonicMicroseconds - begun < 60_000_000, "\(place)")
                #expect(try rig.read().allSatisfy { driver.allows($0, rig.truth) }, "\(place)")
            }
        }
    }

    /// A driver that swallowed the error and kept its last values would be found out.
    @Test func harness_driverThatKeepsItsLastValues_isFoundOut() throws {
        let driver = DriverCase.ds18b20
        let rig = driver.make()
        let stale = try rig.read()
        rig.truth[.temperature] += 5000
        #expect(!stale.allSatisfy { driver.allows($0, rig.truth) })
    }

    /// Three readings, the truth another each time where the device shows it at once.
    private func readThrice(_ driver: DriverCase, _ rig: DriverRig) -> [SensorError] {
        var failures: [SensorError] = []
        for _ in 0..<3 {
            if driver.readingsUntilSettled == 1 { rig.truth[.temperature] += 1700 }
            do throws(SensorError) {
                let readings = try rig.read()
                #expect(readings.count == driver.ranges.count)
                #expect(readings.allSatisfy { driver.allows($0, rig.truth) }, "\(readings)")
            } catch {
                failures.append(error)
            }
        }
        return failures
    }

    private func transactions(_ driver: DriverCase) throws -> Int {
        let rig = driver.make()
        for _ in 0..<3 { _ = try rig.read() }
        return rig.plan.count
    }
}
