import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// What must hold for every driver alike. The time limit is for a hang that does not sleep.
@Suite(.timeLimit(.minutes(10))) struct EveryDriverTests {
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

    /// The sweep asks for more than the datasheet promises: its table is consistent.
    @Test(arguments: DriverCase.all)
    func tolerances_areWithinTheDatasheetsAccuracies(driver: DriverCase) throws {
        for quantity in driver.ranges.keys {
            let tolerance = try #require(driver.tolerances[quantity])
            #expect(tolerance <= (try #require(driver.accuracies[quantity])))
        }
    }

    /// One error at every place in turn: told as it is and once, never a wrong value and never a hang,
    /// and the reading after it is right again. (SwiftyGPIO #125: the process aborted.)
    @Test(arguments: DriverCase.all, errors)
    func read_errorAtAnyTransaction_isThatErrorAndThenRecovers(
        driver: DriverCase, error: BusError
    ) {
        let count = transactions(driver)
        #expect(count >= 3)
        for moment in FaultPlan.Moment.allCases {
            for index in 0..<count {
                check(driver, driver.make(), (index, moment, error))
            }
        }
    }

    /// The machine sleeps for an hour before any look at the clock, the driver's or the device's.
    @Test(arguments: DriverCase.all)
    func read_machineAsleepAtAnyMoment_isAnErrorOrTheTruthAndThenRecovers(driver: DriverCase) {
        let sound = driver.make()
        var course = DriverCourse(driver, sound)
        course.run()
        #expect(course.failures.isEmpty)
        let looks = sound.clock.looks
        // A bridge is looked at thousands of times, always alike.
        for look in stride(from: 0, to: looks, by: max(1, looks / 200)) {
            let rig = driver.make()
            rig.clock.jump = (look, 3_600_000_000)
            var course = DriverCourse(driver, rig)
            course.run()
            #expect(course.failures.count <= 1, "look \(look): \(course.failures)")
            #expect(rig.clock.looks > look)
            course.recover()
        }
    }

    // MARK: What the tests above would find

    private static let wrapped: [DriverCase] = [.bme280, .dht22, .ds18b20]

    @Test(arguments: wrapped)
    func harness_driverThatKeepsItsLastValues_isFoundOut(driver: DriverCase) {
        expectFoundOut(driver) { StaleSensor($0) }
    }

    @Test(arguments: wrapped, SulkingSensor.Manner.allCases)
    func harness_driverThatDoesNotRecover_isFoundOut(
        driver: DriverCase, manner: SulkingSensor.Manner
    ) {
        expectFoundOut(driver) { SulkingSensor($0, manner) }
    }

    private func expectFoundOut(_ driver: DriverCase, _ wrapper: (any Sensor) -> any Sensor) {
        for index in 0..<2 {
            let rig = driver.make()
            rig.wrap(wrapper)
            withKnownIssue { check(driver, rig, (index, .before, .noAcknowledge)) }
        }
    }

    private func check(
        _ driver: DriverCase, _ rig: DriverRig,
        _ fault: (index: Int, moment: FaultPlan.Moment, error: BusError)
    ) {
        rig.plan.fault = fault
        let begun = rig.microseconds
        var course = DriverCourse(driver, rig)
        course.run()
        let place = "\(fault.moment) transaction \(fault.index)"
        #expect(course.failures == [.bus(fault.error)], "\(place)")
        #expect(rig.plan.count > fault.index, "\(place) never came")
        #expect(rig.microseconds - begun < 60_000_000, "\(place)")
        course.recover()
    }

    private func transactions(_ driver: DriverCase) -> Int {
        let rig = driver.make()
        var course = DriverCourse(driver, rig)
        course.run()
        #expect(course.failures.isEmpty)
        return rig.plan.count
    }
}
