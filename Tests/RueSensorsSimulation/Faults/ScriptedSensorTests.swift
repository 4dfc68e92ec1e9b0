import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// Every fault of a script, on everything that can suffer it, seen through the real driver.
@Suite struct ScriptedSensorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let target: SimulatedFault.Target
        let fault: SimulatedFault

        static let all = SimulatedFault.Target.allCases.flatMap { target in
            SimulatedFault.possible(on: target).map { Case(target: target, fault: $0) }
        }

        var testDescription: String { "\(fault) on \(target)" }
    }

    /// Never a wrong value, never a hang, whatever comes and whenever; and the truth afterwards.
    @Test(arguments: Case.all)
    func read_nowAndThenBroken_isAnErrorOrTheTruth_andThenRecovers(what: Case) throws {
        let seed = SeededRandom.freshSeed(what.testDescription)
        let window = FaultWindow(forMilliseconds: 3_600_000)
        // A hang is drawn once a window, not for each frame.
        let chance = what.fault == .hung ? 100 : 40
        let rig = ScriptedRig(
            what.target, [ScriptedFault(what.fault, window: window, chancePercent: chance)],
            seed: seed)
        var told = 0
        while rig.clock.monotonicMicroseconds < 3_600_000_000 {
            // A DHT's value is that of the frame before: there the truth stands still.
            if what.target != .dht { rig.truth.temperatureMilliCelsius += 700 }
            if rig.truth.temperatureMilliCelsius > 80_000 {
                rig.truth.temperatureMilliCelsius = -30_000
            }
            let begun = rig.clock.monotonicMicroseconds
            switch rig.read() {
            case .success(let readings):
                #expect(rig.isTrue(readings), "\(readings)")
                if readings.contains(where: { $0.flags.contains(.recovered) }) { told += 1 }
            case .failure: told += 1
            }
            #expect(rig.clock.monotonicMicroseconds - begun < 30_000_000)
        }
        // Nothing is written into a chip's EEPROM here.
        #expect(told > 0 || what.fault == .eepromRefusal)
        #expect(rig.isTrue(try rig.read().get()))
        #expect(rig.isTrue(try rig.read().get()))
    }

    /// What people read, each time that it comes.
    @Test(
        arguments: [
            (.bosch280, .silent, .bus(.noAcknowledge)),
            (.bosch280, .unplugged, .bus(.noAcknowledge)),
            (.bosch280, .brownOut, .configurationLost),
            (.bosch280, .nack, .bus(.noAcknowledge)),
            (.bosch280, .stuckLow, .bus(.timedOut)),
            (.bosch280, .stuckHigh, .bus(.noAcknowledge)),
            (.bosch280, .neverReady, .notReady),
            (.bosch280, .blankMemory, .invalidCalibration),
            (.dht, .silent, .noAnswer),
            (.dht, .brownOut, .noAnswer),
            (.dht, .stuckLow, .noAnswer),
            (.dht, .stuckHigh, .noAnswer),
            (.dht, .hung, .noAnswer),
            (.ds18b20, .silent, .bus(.noPresence)),
            (.ds18b20, .unplugged, .bus(.noPresence)),
            (.ds18b20, .zeros, .shortedBus),
            (.ds18b20, .powerOnValue, .powerOnValue(milli: 85_000)),
            (.ds18b20, .neverReady, .notReady),
            (.bridgedDS18B20, .silent, .bus(.noPresence)),
            (.bridgedDS18B20, .unplugged, .bus(.noPresence)),
            (.bridgedDS18B20, .zeros, .shortedBus),
            (.bridgedDS18B20, .powerOnValue, .powerOnValue(milli: 85_000)),
            (.bridgedDS18B20, .stuckLow, .bus(.lineHeldLow)),
            (.bridgedDS18B20, .stuckHigh, .bus(.noPresence)),
            (.bridgedDS18B20, .brownOut, .bus(.bridgeReset)),
            (.bridgedDS18B20, .nack, .bus(.noAcknowledge)),
        ] as [(SimulatedFault.Target, SimulatedFault, SensorError)])
    func read_broken_saysWhatIsBroken(
        target: SimulatedFault.Target, fault: SimulatedFault, error: SensorError
    ) throws {
        let window = FaultWindow(afterMilliseconds: 10_000, forMilliseconds: 60_000)
        let rig = ScriptedRig(target, [ScriptedFault(fault, window: window)])
        var failures: [SensorError] = []
        for _ in 0..<40 {
            let result = rig.read()
            if case .failure(let failure) = result { failures.append(failure) }
        }
        #expect(failures.count >= 5)
        // Behind a bridge the probe is looked for again, and not found.
        #expect(failures.first == error)
        #expect(failures.allSatisfy { $0 == error || Self.isUnfound($0) }, "\(failures)")
        #expect(rig.isTrue(try rig.read().get()))
    }

    private static func isUnfound(_ error: SensorError) -> Bool {
        if case .bus(.noSuchDevice) = error { true } else { false }
    }

    @Test(arguments: [SimulatedFault.Target.bosch280, .ds18b20, .bridgedDS18B20])
    func wrongChip_isNamed(target: SimulatedFault.Target) throws {
        let rig = ScriptedRig(
            target, [ScriptedFault(.wrongChip, window: FaultWindow(afterMilliseconds: 5000))])
        #expect(rig.isTrue(try rig.read().get()))
        var text = ""
        for _ in 0..<3 { if case .failure(let error) = rig.read() { text = error.description } }
        #expect(text.contains(target == .bosch280 ? "BMP180" : "10-"), "\(text)")
    }

    @Test func transaction_isTheOneThatWasNamed() {
        // Check, humidity, conversion, check, status, values and values again, counted from 0.
        let clock = VirtualClock()
        let script = FaultScript(
            [
                ScriptedFault(
                    .shortTransfer, window: FaultWindow(afterMilliseconds: 1000), transaction: 5)
            ], clock: clock)
        let bus = ScriptedI2CBus(SimulatedBME280(clock: clock), at: 0x76, script)
        let sensor = ScriptedSensor(BME280(bus: bus, address: 0x76, clock: clock), script)
        _ = try? sensor.read(sleepingOn: clock)
        clock.advance(milliseconds: 3000)
        #expect(throws: SensorError.bus(.shortTransfer(expected: 8, actual: 7))) {
            try sensor.read(sleepingOn: clock)
        }
    }

    @Test func eepromRefusal_isTold_whenSettingsAreToBeKept() throws {
        let clock = VirtualClock()
        let script = FaultScript([ScriptedFault(.eepromRefusal)], clock: clock)
        let chip = SimulatedDS18B20(clock: clock)
        let line = SimulatedOneWireBus(clock: clock)
        line.attach(chip)
        let probe = OneWireBusProbe(SharedConversion(bus: line, clock: clock))
        let scripted = ScriptedOneWireProbe(
            chip, through: probe, on: line, clock: clock, script)
        let sensor = ScriptedSensor(DS18B20(probe: scripted, clock: clock), script)
        _ = try sensor.read(sleepingOn: clock)
        try probe.set(.bits9)
        #expect(throws: SensorError.settingsRefused) { try probe.keepSettings() }
    }

    @Test func stop_suffersWhatASampleWould() throws {
        let window = FaultWindow(afterMilliseconds: 5000)
        let rig = ScriptedRig(.bosch280, [ScriptedFault(.silent, window: window)])
        #expect(rig.isTrue(try rig.read().get()))
        rig.clock.advance(milliseconds: 5000)
        #expect(throws: SensorError.bus(.noAcknowledge)) { try rig.sensor.stop() }
    }

    @Test func edges_oneLost_isMadeGoodAndMarked_twoAreNot() {
        var flags: [Int] = []
        for edges in 1...2 {
            let rig = ScriptedRig(.dht, [ScriptedFault(.droppedEdges, edges: edges)])
            let results = (0..<20).map { _ in rig.read() }
            flags.append(
                results.count {
                    guard case .success(let readings) = $0 else { return false }
                    return readings[0].flags.contains(.recovered)
                })
        }
        #expect(flags[0] > 10)
        #expect(flags[1] < 10)
    }

    /// In a power line the hang ends with the driver's own interruption of the supply.
    @Test func hang_withAPowerLine_endsWhenTheSupplyIsCut() throws {
        let window = FaultWindow(afterMilliseconds: 10_000, forMilliseconds: 3_600_000)
        let without = ScriptedRig(.dht, [ScriptedFault(.hung, window: window)])
        let with = ScriptedRig(.dht, [ScriptedFault(.hung, window: window)], hasPowerLine: true)
        let results = [without, with].map { rig in
            (0..<20).count { _ in
                if case .success = rig.read() { true } else { false }
            }
        }
        #expect(results[0] <= 3)
        #expect(results[1] >= 16)
        #expect(try #require(with.power).history.contains(false))
    }

    @Test func lateStart_withinTheWindow_isRead_beyondItIsTold() throws {
        let early = ScriptedRig(.dht, [ScriptedFault(.lateStart, lateMicroseconds: 2000)])
        #expect(early.isTrue(try early.read().get()))
        let late = ScriptedRig(.dht, [ScriptedFault(.lateStart)])
        #expect(throws: SensorError.self) { try late.read().get() }
    }
}
