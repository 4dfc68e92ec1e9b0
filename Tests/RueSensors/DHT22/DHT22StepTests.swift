import RueSensors
import RueSensorsSimulation
import Testing

/// An error at every step, and every fault of the wire at every edge: an error or the truth, never
/// another value; and what comes next is the truth.
@Suite struct DHT22StepTests {
    private static let truth = Environment(
        temperatureMilliCelsius: -10_100, relativeHumidityMilliPercent: 65_200)
    private static let values = [Int64(-10_100), 65_200]

    /// Ten samples, a third of them damaged, so that captures of retries fail as well.
    @Test func read_lineFailsAtAnyCapture_isToldOnceAndTheRestIsTheTruth() {
        let count = course(failing: nil).captures
        #expect(count > 20)
        for index in 0..<count {
            let course = course(failing: index)
            #expect(course.errors == [.bus(Self.busy)], "capture \(index)")
        }
    }

    private static let busy = BusError.lineBusy(chip: "/dev/gpiochip0", line: 4, holder: "other")

    /// How often the line was asked, and what was thrown besides the damage.
    private func course(failing index: Int?) -> (captures: Int, errors: [SensorError]) {
        let clock = VirtualClock()
        let plan = FaultPlan()
        if let index { plan.fault = (index, .before, Self.busy) }
        let device = SimulatedDHT22(clock: clock, seed: 7) { Self.truth }
        let sensor = DHT22(line: FaultyLine(device, plan), clock: clock)
        var errors: [SensorError] = []
        for sample in 0..<10 {
            clock.advance(milliseconds: 40_000)
            device.faults.edgesBeforeBreakingOff = sample % 3 == 1 ? 30 : nil
            do throws(SensorError) {
                let readings = try sensor.read(sleepingOn: clock)
                #expect(readings.map(\.milli) == Self.values)
            } catch {
                if error != .truncatedFrame(edges: 30) { errors.append(error) }
            }
        }
        return (plan.count, errors)
    }

    @Test(arguments: 0..<42)
    func read_edgesMergedAtAnyPlace_isTheTruthOrAnError(index: Int) throws {
        for other in index..<42 {
            var faults = SimulatedDHT22.Faults()
            faults.mergedEdges = [index, other]
            try check(faults)
        }
    }

    @Test(arguments: [UInt32(0), 50, 500, 1500, 3000, 10_000])
    func read_lateStart_isTheTruthOrNoAnswer(microseconds: UInt32) throws {
        var faults = SimulatedDHT22.Faults()
        faults.lateStartMicroseconds = microseconds
        let error = try check(faults)
        if microseconds <= 1500 { #expect(error == nil) }
        if microseconds == 10_000 { #expect(error == .noAnswer) }
    }

    @Test(arguments: [SimulatedDHT22.Level.low, .high])
    func read_lineStuck_isNoAnswer(level: SimulatedDHT22.Level) throws {
        var faults = SimulatedDHT22.Faults()
        faults.stuckLine = level
        #expect(try check(faults) == .noAnswer)
    }

    /// One wrong bit never passes the checksum.
    @Test(arguments: 0..<40)
    func read_bitFlipped_isAnError(bit: Int) throws {
        var faults = SimulatedDHT22.Faults()
        faults.flippedBits = [bit]
        guard case .checksumMismatch = try check(faults) else {
            Issue.record("bit \(bit) passed")
            return
        }
    }

    /// Reads with the faults and then without; gives the error of the first.
    @discardableResult
    private func check(_ faults: SimulatedDHT22.Faults) throws -> SensorError? {
        let rig = DHT22Rig(truth: Self.truth)
        rig.device.faults = faults
        var thrown: SensorError?
        do throws(SensorError) {
            #expect(try rig.read().map(\.milli) == Self.values, "\(faults)")
        } catch {
            thrown = error
        }
        rig.device.faults = .init()
        #expect(try rig.read().map(\.milli) == Self.values)
        return thrown
    }
}
