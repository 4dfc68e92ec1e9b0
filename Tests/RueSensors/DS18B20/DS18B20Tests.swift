import RueSensors
import RueSensorsSimulation
import Testing

/// The driver against a probe that plays back exact bytes.
@Suite struct DS18B20Tests {
    private let clock = VirtualClock()
    private static let good = ScratchpadBytes.of(355)
    private static let genuine = OneWireROM(family: 0x28, serial: 0x0BBB_9B13)
    private static let value = [Reading(.temperature, milli: 22_188)]

    init() { clock.recordsSleeps = true }

    @Test func read_slowProbe_waitsForItAndAsksAgain() throws {
        let probe = PlaybackProbe([.pending, .pending, .bytes(Self.good)], rom: Self.genuine)
        let sensor = DS18B20(probe: probe, clock: clock)
        #expect(try sensor.read(sleepingOn: clock) == Self.value)
        #expect(clock.recordedSleeps == [800_000, 20_000, 20_000])
        #expect(probe.calls == ["begin", "finish", "finish", "finish"])
        #expect(sensor.scratchpad?.sixteenths == 355)
        #expect(sensor.rom == Self.genuine)
        #expect((sensor.model, sensor.quantities) == ("DS18B20", [.temperature]))
    }

    @Test func startAndCollect_neverSleep() throws {
        let sensor = DS18B20(probe: PlaybackProbe([.pending, .bytes(Self.good)]), clock: clock)
        #expect(try sensor.start() == 800_000)
        #expect(try sensor.collect() == .pending(microseconds: 20_000))
        #expect(try sensor.collect() == .readings(Self.value))
        #expect(clock.recordedSleeps.isEmpty)
    }

    @Test func collect_withoutAStart_isRefused() throws {
        let probe = PlaybackProbe([.bytes(Self.good)])
        let sensor = DS18B20(probe: probe, clock: clock)
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
        #expect(probe.calls.isEmpty)
        _ = try sensor.read(sleepingOn: clock)
        // No stale value a second time.
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
    }

    private static let errors: [BusError] = [
        .noPresence, .unanswered, .noOneWire(folder: "/sys"), .timedOut, .os(errno: 5),
        .noSuchDevice(name: "28-1", found: []), .shortTransfer(expected: 9, actual: 3),
    ]

    @Test(arguments: errors)
    func read_errorAtEachStep_isThatErrorAndThenRecovers(error: BusError) throws {
        let probe = PlaybackProbe()
        let sensor = DS18B20(probe: probe, clock: clock)
        probe.beginError = error
        #expect(throws: SensorError.bus(error)) { try sensor.read(sleepingOn: clock) }
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
        for before in 0..<3 {
            probe.answers = [PlaybackProbe.Answer](repeating: .pending, count: before)
            probe.answers += [.error(error), .bytes(Self.good)]
            #expect(throws: SensorError.bus(error)) { try sensor.read(sleepingOn: clock) }
            #expect(throws: SensorError.notStarted) { try sensor.collect() }
            #expect(sensor.scratchpad == nil)
            #expect(try sensor.read(sleepingOn: clock) == Self.value)
        }
    }

    @Test(arguments: [
        ([UInt8](repeating: 0, count: 9), SensorError.shortedBus),
        ([UInt8](repeating: 0xFF, count: 9), .noAnswer),
        (Vectors.scratchpads[0].bytes, .powerOnValue(milli: 85_000)),
        ([], .bus(.shortTransfer(expected: 9, actual: 0))),
        (ScratchpadBytes.of(-881), .outOfRange(quantity: .temperature, milli: -55_063)),
    ])
    func read_bytesThatAreNoTemperature_areAnErrorAndThenRecovers(
        bytes: [UInt8], error: SensorError
    ) throws {
        let probe = PlaybackProbe([.bytes(Self.good), .bytes(bytes), .bytes(Self.good)])
        let sensor = DS18B20(probe: probe, clock: clock)
        #expect(try sensor.read(sleepingOn: clock) == Self.value)
        #expect(throws: error) { try sensor.read(sleepingOn: clock) }
        #expect(sensor.scratchpad == nil)
        #expect(try sensor.read(sleepingOn: clock) == Self.value)
    }

    @Test func collect_probeThatNeverEnds_endsAtTheDeadline() throws {
        let probe = PlaybackProbe()
        let sensor = DS18B20(
            probe: probe, clock: clock, configuration: .init(deadlineMilliseconds: 2000))
        #expect(throws: SensorError.notReady) { try sensor.read(sleepingOn: clock) }
        #expect((2_000_000..<2_020_000).contains(clock.monotonicMicroseconds))
        #expect(probe.calls.last == "abandon")
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
        probe.answers = [.bytes(Self.good)]
        #expect(try sensor.read(sleepingOn: clock) == Self.value)
    }

    /// An answer that is there when the node looks is taken, however late the node is.
    @Test func collect_afterTheDeadline_takesAnAnswerAllTheSame() throws {
        let sensor = DS18B20(probe: PlaybackProbe([.bytes(Self.good)]), clock: clock)
        _ = try sensor.start()
        clock.advance(milliseconds: 60_000)
        #expect(try sensor.collect() == .readings(Self.value))
    }

    @Test func stop_duringAConversion_abandonsIt() throws {
        let probe = PlaybackProbe([.bytes(Self.good)])
        let sensor = DS18B20(probe: probe, clock: clock)
        _ = try sensor.start()
        try sensor.stop()
        #expect(probe.calls == ["begin", "abandon"])
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
        #expect(try sensor.read(sleepingOn: clock) == Self.value)
    }

    @Test func reading_fromAClone_isFlaggedAndNoError() throws {
        let clone = OneWireROM(family: 0x28, serial: 0x0316_A279_5DFF)
        let flagged = [Reading(.temperature, milli: 22_188, flags: .suspect)]
        let byCode = DS18B20(probe: PlaybackProbe([.bytes(Self.good)], rom: clone), clock: clock)
        #expect(try byCode.read(sleepingOn: clock) == flagged)
        let odd = ScratchpadBytes.of(355, register: 0xFF)
        let byRegister = DS18B20(
            probe: PlaybackProbe([.bytes(odd)], rom: Self.genuine), clock: clock)
        #expect(try byRegister.read(sleepingOn: clock) == flagged)
    }

    /// A DS18S20 counts halves of a degree: its bytes would decode to an eighth.
    @Test(arguments: [
        ("10-000802b1c2d3", "a DS18S20"), ("22-0000001a2b3c", "a DS1822"),
        ("42-0000001a2b3c", "a DS28EA00"), ("01-0000001a2b3c", "another family"),
    ])
    func start_deviceOfAnotherFamily_isRefusedByName(code: String, name: String) throws {
        let probe = PlaybackProbe([.bytes(Self.good)], rom: OneWireROM(code))
        let sensor = DS18B20(probe: probe, clock: clock)
        let error = #expect(throws: SensorError.self) { try sensor.start() }
        let text = try #require(error).description
        #expect(text.contains(name) && text.contains(code))
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
        #expect(probe.calls == ["begin", "abandon"])
    }
}
