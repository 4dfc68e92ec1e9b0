import RueSensors
import RueSensorsSimulation
import Testing

/// The driver on its line: what it asks for, when, and what it throws.
@Suite struct DHT22Tests {
    private let clock = VirtualClock()
    private let line = RecordingLine()

    /// Of one try, and every frame is taken: what is more, other tests have.
    private func sensor(
        _ configuration: DHT22.Configuration = .init(tries: 1, staleAfterMilliseconds: nil)
    ) -> DHT22 {
        clock.recordsSleeps = true
        return DHT22(line: line, clock: clock, configuration: configuration)
    }

    private static let frame: [UInt8] = [0x02, 0x8C, 0x01, 0x5F, 0xEE]

    @Test func init_anyLine_leavesItAlone() {
        _ = sensor()
        #expect(line.requests.isEmpty)
    }

    @Test(arguments: [(DHT22.Model.dht22, UInt32(1000)), (.dht11, 20_000)])
    func start_model_pulsesAsItsManualSays(model: DHT22.Model, low: UInt32) throws {
        let sensor = sensor(DHT22.Configuration(model: model))
        #expect(try sensor.start() == 0)
        #expect(line.requests == [.init(low: low, edges: 64, window: 8000)])
        #expect(sensor.model == model.description)
    }

    /// The longest answer of the manual fits into the window, and a DHT22's capture into 10 ms.
    @Test func start_dht22_blocksTenMillisecondsAtMost() throws {
        _ = try sensor().start()
        let request = try #require(line.requests.first)
        #expect(request.window >= 200 + 170 + 40 * 130)
        #expect(request.low + request.window <= 10_000)
    }

    @Test func collect_wholeFrame_givesTemperatureThenHumidity() throws {
        line.answer = .success(EdgeTrain.edges(of: Self.frame))
        let sensor = sensor()
        let readings = try sensor.read(sleepingOn: clock)
        #expect(
            readings == [
                Reading(.temperature, milli: 35_100), Reading(.relativeHumidity, milli: 65_200),
            ])
        #expect(readings.map(\.quantity) == sensor.quantities)
    }

    // MARK: Errors

    @Test func start_lineFails_isTheLinesErrorAndNothingIsCollected() throws {
        let error = BusError.lineBusy(chip: "/dev/gpiochip0", line: 4, holder: "dht11@4")
        line.answer = .failure(error)
        let sensor = sensor()
        #expect(throws: SensorError.bus(error)) { try sensor.start() }
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
    }

    @Test func read_afterLineFailed_works() throws {
        line.answer = .failure(.cannotOpenChip(path: "/dev/gpiochip0", errno: 2))
        let sensor = sensor()
        #expect(
            throws: SensorError.bus(.cannotOpenChip(path: "/dev/gpiochip0", errno: 2))
        ) { try sensor.start() }
        clock.advance(milliseconds: 2000)
        line.answer = .success(EdgeTrain.edges(of: Self.frame))
        #expect(try sensor.read(sleepingOn: clock).count == 2)
    }

    @Test func collect_noEdge_isNoAnswer() throws {
        let sensor = sensor()
        _ = try sensor.start()
        #expect(throws: SensorError.noAnswer) { try sensor.collect() }
    }

    @Test func collect_twice_hasNothingTheSecondTime() throws {
        line.answer = .success(EdgeTrain.edges(of: Self.frame))
        let sensor = sensor()
        _ = try sensor.read(sleepingOn: clock)
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
    }

    @Test func collect_afterStop_hasNothing() throws {
        line.answer = .success(EdgeTrain.edges(of: Self.frame))
        let sensor = sensor()
        _ = try sensor.start()
        try sensor.stop()
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
    }

    /// A failed start must not leave an older answer to collect.
    @Test func collect_afterRefusedStart_hasNothing() throws {
        line.answer = .success(EdgeTrain.edges(of: Self.frame))
        let sensor = sensor()
        _ = try sensor.start()
        #expect(throws: SensorError.tooEarly(milliseconds: 2000)) { try sensor.start() }
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
    }

    // MARK: Interval

    @Test func start_tooEarly_isRefusedWithoutTouchingTheLine() throws {
        let sensor = sensor()
        _ = try sensor.start()
        clock.advance(milliseconds: 1500)
        #expect(throws: SensorError.tooEarly(milliseconds: 500)) { try sensor.start() }
        #expect(line.requests.count == 1)
        clock.advance(milliseconds: 500)
        _ = try sensor.start()
        #expect(line.requests.count == 2)
    }

    /// A failed pulse was a pulse, too.
    @Test func start_tooEarlyAfterFailure_isRefused() throws {
        line.answer = .failure(.os(errno: 5))
        let sensor = sensor()
        #expect(throws: SensorError.bus(.os(errno: 5))) { try sensor.start() }
        #expect(throws: SensorError.tooEarly(milliseconds: 2000)) { try sensor.start() }
    }

    /// Who samples every two seconds is late now and then, and so early the next time.
    @Test func start_littleTooEarly_waits() throws {
        let sensor = sensor()
        _ = try sensor.start()
        clock.advance(milliseconds: 1985)
        _ = try sensor.start()
        #expect(clock.recordedSleeps == [15_000])
        #expect(line.requests.count == 2)
    }

    @Test(arguments: [(UInt32(0), UInt32(2000)), (1999, 2000), (3000, 3000)])
    func interval_configured_isTwoSecondsAtLeast(asked: UInt32, given: UInt32) throws {
        var configuration = DHT22.Configuration(minimumIntervalMilliseconds: asked)
        #expect(sensor(configuration).minimumIntervalMilliseconds == given)
        configuration.minimumIntervalMilliseconds = 5000
        configuration.minimumIntervalMilliseconds = asked
        #expect(configuration.minimumIntervalMilliseconds == given)
    }
}
