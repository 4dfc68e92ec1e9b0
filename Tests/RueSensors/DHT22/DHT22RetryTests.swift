import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// Tries after a damaged frame: how many, when, and who waits.
@Suite struct DHT22RetryTests {
    private let clock = VirtualClock()
    private let line = RecordingLine()

    private static let sound = EdgeTrain.edges(of: [0x02, 0x8C, 0x01, 0x5F, 0xEE])
    private static let damaged = EdgeTrain.edges(of: [0x02, 0x92, 0x01, 0x0D, 0xB2])
    private static let checksum = SensorError.checksumMismatch(expected: 0xA2, actual: 0xB2)
    private static let values = [Int64(35_100), 65_200]

    private func sensor(
        _ configuration: DHT22.Configuration = .init(staleAfterMilliseconds: nil)
    ) -> DHT22 {
        line.clock = clock
        clock.recordsSleeps = true
        return DHT22(line: line, clock: clock, configuration: configuration)
    }

    /// Reads as a program with one thread for many sensors does, which never sleeps for one.
    private func poll(_ sensor: DHT22) throws(SensorError) -> [Int64] {
        var wait = try sensor.start()
        while true {
            clock.advance(microseconds: wait)
            switch try sensor.collect() {
            case .pending(let microseconds): wait = microseconds
            case .readings(let readings): return readings.map(\.milli)
            }
        }
    }

    @Test func collect_damagedThenSound_isPendingUntilTheNextTry() throws {
        line.answers = [.success(Self.damaged), .success(Self.sound)]
        let sensor = sensor()
        #expect(try sensor.start() == 0)
        #expect(try sensor.collect() == .pending(microseconds: 2_000_000))
        clock.advance(milliseconds: 1500)
        #expect(try sensor.collect() == .pending(microseconds: 500_000))
        #expect(line.requests.count == 1)
        clock.advance(milliseconds: 500)
        guard case .readings(let readings) = try sensor.collect() else {
            Issue.record("still pending")
            return
        }
        #expect(readings.map(\.milli) == Self.values)
        #expect(readings.allSatisfy { $0.flags.isEmpty })
        #expect(line.times == [0, 2000])
        #expect(clock.recordedSleeps.isEmpty)
    }

    @Test func collect_everyTryDamaged_throwsTheLastError() throws {
        line.answers = [.success([]), .success([UInt64](Self.sound.prefix(30)))]
        line.answer = .success(Self.damaged)
        let sensor = sensor()
        #expect(throws: Self.checksum) { try poll(sensor) }
        #expect(line.times == [0, 2000, 4000])
        #expect(throws: SensorError.notStarted) { try sensor.collect() }
        let counters = sensor.counters
        #expect(counters.attempts == 3)
        #expect(counters.retries == 2)
        #expect(counters.failures == 1)
        #expect(counters.unanswered == 1)
        #expect(counters.truncated == 1)
        #expect(counters.checksumFailures == 1)
        #expect(counters.samples == 0)
    }

    @Test(arguments: [0, 1, 2, 5])
    func collect_triesConfigured_areMade(tries: Int) {
        let sensor = sensor(
            DHT22.Configuration(tries: tries, patienceMilliseconds: 60_000))
        #expect(throws: SensorError.noAnswer) { try poll(sensor) }
        #expect(line.requests.count == max(1, tries))
    }

    /// No try is begun after the patience: the node's sampler gives a sample up after ten seconds.
    @Test(arguments: [(UInt32(2000), 3), (3000, 3), (4500, 3), (4600, 2), (9500, 1)])
    func collect_longInterval_endsWithinTheSamplersPatience(interval: UInt32, tries: Int) {
        let sensor = sensor(
            DHT22.Configuration(minimumIntervalMilliseconds: interval, staleAfterMilliseconds: nil))
        #expect(throws: SensorError.noAnswer) { try poll(sensor) }
        #expect(line.requests.count == tries)
        #expect(clock.monotonicMilliseconds < 10_000)
    }

    /// A line that is taken stays so for two seconds more: it is told at once.
    @Test func collect_lineFailsAtTheRetry_isTheLinesError() throws {
        line.answers = [.success(Self.damaged), .failure(.os(errno: 5))]
        let sensor = sensor()
        #expect(throws: SensorError.bus(.os(errno: 5))) { try poll(sensor) }
        #expect(line.requests.count == 2)
        #expect(sensor.counters.busErrors == 1)
        line.answer = .success(Self.sound)
        clock.advance(milliseconds: 2000)
        #expect(try poll(sensor) == Self.values)
    }

    /// Sampled every five seconds, the third try is at four: the next sample is not refused, for
    /// which the caller could do nothing, but begins later.
    @Test func start_soonAfterARetry_isLeftToCollect() throws {
        let sensor = sensor()
        #expect(throws: SensorError.noAnswer) { try poll(sensor) }
        line.answer = .success(Self.sound)
        clock.advance(milliseconds: 1000)
        #expect(try sensor.start() == 1_000_000)
        #expect(line.requests.count == 3)
        clock.advance(milliseconds: 999)
        #expect(try sensor.collect() == .pending(microseconds: 1000))
        clock.advance(milliseconds: 1)
        guard case .readings = try sensor.collect() else {
            Issue.record("still pending")
            return
        }
        #expect(line.times == [0, 2000, 4000, 6000])
    }

    /// Whatever comes and whenever the caller asks: no two pulses are closer than two seconds.
    @Test func pulses_anyCourse_areTwoSecondsApart() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("DHT22 tries"))
        let sensor = sensor(DHT22.Configuration())
        for _ in 0..<2000 {
            let kinds = [Self.sound, Self.damaged, [], [UInt64](Self.sound.prefix(25))]
            line.answer = .success(kinds.randomElement(using: &random) ?? [])
            do throws(SensorError) {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: _ = try sensor.start()
                case 1: try sensor.stop()
                default: _ = try sensor.collect()
                }
            } catch {}
            clock.advance(milliseconds: .random(in: 0...1500, using: &random))
        }
        #expect(line.times.count > 100)
        #expect(zip(line.times, line.times.dropFirst()).allSatisfy { $1 - $0 >= 2000 })
    }

    /// What a Pi Zero does: a quarter of all frames is damaged. Three tries make that one sample in
    /// sixty-four; one try a quarter.
    @Test func read_everyFourthFrameDamaged_failsSeldom() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("DHT22 Pi Zero"))
        #expect(failures(tries: 1, &random) > 400)
        #expect(failures(tries: 3, &random) < 60)
    }

    private func failures(tries: Int, _ random: inout SeededRandom) -> Int {
        let sensor = sensor(DHT22.Configuration(tries: tries))
        line.answer = .success(Self.sound)
        var failures = 0
        for _ in 0..<2000 {
            clock.advance(milliseconds: 10_000)
            line.answers = (0..<4).map { _ in
                .success(Int.random(in: 0..<4, using: &random) == 0 ? Self.damaged : Self.sound)
            }
            do throws(SensorError) { _ = try poll(sensor) } catch { failures += 1 }
        }
        #expect(sensor.counters.failures == UInt64(failures))
        #expect(sensor.counters.samples == UInt64(2000 - failures))
        return failures
    }
}
