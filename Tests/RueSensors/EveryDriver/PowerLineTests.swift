import RueSensors
import RueSensorsSimulation
import Testing

/// A driver that switches its sensor's supply: it hangs, is switched off and on, and is let go of, and
/// of all that each call fails in turn.
@Suite struct PowerLineTests {
    private final class Rig {
        let clock = VirtualClock()
        let plan = FaultPlan()
        let device: SimulatedDHT22
        let power = SimulatedOutput()
        let sensor: DHT22

        init() {
            device = SimulatedDHT22(clock: clock, seed: 7)
            device.supply(through: power)
            sensor = DHT22(
                line: FaultyLine(device, plan), clock: clock,
                configuration: DHT22.Configuration(tries: 1, powerCycleAfterFailures: 1),
                power: FaultyOutput(power, plan))
        }

        func read() -> Result<[Reading], SensorError> {
            clock.advance(milliseconds: 3000)
            do throws(SensorError) {
                return .success(try sensor.read(sleepingOn: clock))
            } catch {
                return .failure(error)
            }
        }

        /// In order, hung, switched off and on, in order.
        func live() -> [Result<[Reading], SensorError>] {
            (0..<6).map { sample in
                if sample == 2 { device.faults.isHung = true }
                return read()
            }
        }
    }

    private static let truth: [Int64] = [21_000, 45_000]

    private static func isTrue(_ result: Result<[Reading], SensorError>) -> Bool {
        if case .success(let readings) = result { readings.map(\.milli) == truth } else { false }
    }

    @Test func course_withoutAnError_hangsOnceAndIsSwitchedOffAndOn() throws {
        let rig = Rig()
        let results = rig.live()
        #expect(results.map(Self.isTrue) == [true, true, false, true, true, true])
        #expect(rig.power.history == [true, false, true])
        try rig.sensor.stop()
        #expect(rig.power.history == [true, false, true, false])
    }

    @Test(arguments: FaultPlan.Moment.allCases, [BusError.os(errno: 5), .closed, .timedOut])
    func course_errorAtAnyCallOfEitherLine_isThatErrorOrTheTruth_andThenRecovers(
        moment: FaultPlan.Moment, error: BusError
    ) throws {
        let sound = Rig()
        _ = sound.live()
        #expect(sound.plan.count >= 8)
        for index in 0..<sound.plan.count {
            let rig = Rig()
            rig.plan.fault = (index, moment, error)
            for result in rig.live() where !Self.isTrue(result) {
                guard case .failure(let failure) = result else {
                    Issue.record("\(result) at \(index)")
                    continue
                }
                #expect(failure == .bus(error) || failure == .noAnswer, "\(index)")
            }
            #expect(rig.plan.count > index)
            // Hung once, and at most once more without the supply that it was to have.
            _ = rig.read()
            #expect(Self.isTrue(rig.read()), "\(index)")
            try rig.sensor.stop()
            #expect(!rig.power.level, "\(index)")
        }
    }

    /// The last call of all fails: that is told, and the output's own safe state is still to come.
    @Test(arguments: FaultPlan.Moment.allCases)
    func stop_whenTheSupplyCannotBeSwitchedOff_isTold_andTheSafeStateIsOff(
        moment: FaultPlan.Moment
    ) throws {
        let rig = Rig()
        #expect(Self.isTrue(rig.read()))
        rig.plan.fault = (rig.plan.count, moment, .os(errno: 5))
        #expect(throws: SensorError.bus(.os(errno: 5))) { try rig.sensor.stop() }
        #expect(rig.power.level == (moment == .before))
        try rig.power.close()
        #expect(!rig.power.level)
        // What is switched on again by the next sample, had it not been closed, is told, too.
        #expect(throws: SensorError.bus(.closed)) { try rig.read().get() }
        #expect(!rig.power.level)
    }
}
