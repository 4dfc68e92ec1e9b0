import RueSensors
import Testing

@testable import RueSensorsSimulation

@Suite struct SimulatedDHT22Tests {
    private let clock = VirtualClock()

    private func device(
        seed: UInt64 = 7, profile: SimulatedDHT22.Profile = .dht22,
        _ environment: @escaping () -> Environment = { Environment() }
    ) -> SimulatedDHT22 {
        SimulatedDHT22(clock: clock, seed: seed, profile: profile, environment: environment)
    }

    private func capture(_ device: SimulatedDHT22, low: UInt32 = 1000) throws -> [UInt64] {
        clock.advance(milliseconds: 2000)
        return try device.capture(holdingLow: low, maximumEdges: 64, windowMicroseconds: 8000)
    }

    private func bytes(_ device: SimulatedDHT22, low: UInt32 = 1000) throws -> [UInt8] {
        try DHTFrame(fallingEdges: capture(device, low: low)).bytes
    }

    @Test func capture_frame_keepsTheManualsTimes() throws {
        let device = device()
        for _ in 0..<50 {
            let times = try capture(device)
            #expect(times.count == 42)
            let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
            #expect((150_000...170_000).contains(gaps[0]))
            let isBit = gaps.dropFirst().allSatisfy {
                (70_000...85_000).contains($0) || (116_000...130_000).contains($0)
            }
            #expect(isBit)
        }
        #expect(device.frameCount == 50)
    }

    @Test func capture_sameSeed_givesTheSameEdges() throws {
        let first = try capture(device(seed: 3))
        let other = VirtualClock()
        other.advance(microseconds: clock.monotonicMicroseconds - 9000)
        let twin = SimulatedDHT22(clock: other, seed: 3)
        let second = try twin.capture(
            holdingLow: 1000, maximumEdges: 64, windowMicroseconds: 8000)
        #expect(first == second)
        let third = try capture(device(seed: 4))
        #expect(third.map { $0 - third[0] } != first.map { $0 - first[0] })
    }

    /// The very edges of a seed: every build must give these.
    @Test func capture_seedSeven_givesTheRecordedEdges() throws {
        let times = try device().capture(
            holdingLow: 1000, maximumEdges: 4, windowMicroseconds: 8000)
        #expect(times == [1_117_729, 1_268_918, 1_347_991, 1_425_382])
    }

    @Test func capture_blocks_asLongAsARealOne() throws {
        let device = device()
        _ = try device.capture(holdingLow: 1000, maximumEdges: 64, windowMicroseconds: 8000)
        #expect(clock.monotonicMicroseconds == 9000)
        device.faults.isSilent = true
        _ = try device.capture(holdingLow: 20_000, maximumEdges: 64, windowMicroseconds: 8000)
        #expect(clock.monotonicMicroseconds == 37_000)
    }

    @Test func capture_enoughEdges_endsEarly() throws {
        let times = try device().capture(
            holdingLow: 1000, maximumEdges: 10, windowMicroseconds: 8000)
        #expect(times.count == 10)
        #expect(clock.monotonicMicroseconds == times[9] / 1000)
    }

    /// Each frame carries the conversion before.
    @Test func capture_truthChanges_isSeenOneFrameLater() throws {
        var temperature: Int64 = 20_000
        let device = device { Environment(temperatureMilliCelsius: temperature) }
        #expect(try bytes(device)[3] == 200)
        temperature = 21_000
        #expect(try bytes(device)[3] == 200)
        temperature = 22_000
        #expect(try bytes(device)[3] == 210)
        #expect(try bytes(device)[3] == 220)
    }

    // MARK: Who does not answer

    @Test(arguments: [
        (SimulatedDHT22.Profile.dht22, UInt32(700), UInt32(800)), (.dht11, 17_000, 18_000),
    ])
    func capture_shortPulse_isNotHeard(
        profile: SimulatedDHT22.Profile, short: UInt32, enough: UInt32
    ) throws {
        let device = device(profile: profile)
        #expect(try capture(device, low: short).isEmpty)
        #expect(try capture(device, low: enough).count == 42)
    }

    @Test func capture_tooSoon_isNotHeard() throws {
        let device = device()
        #expect(try capture(device).count == 42)
        clock.advance(milliseconds: 1000)
        let times = try device.capture(
            holdingLow: 1000, maximumEdges: 64, windowMicroseconds: 8000)
        #expect(times.isEmpty)
        #expect(try capture(device).count == 42)
    }

    // MARK: Frames

    @Test(arguments: [
        (SimulatedDHT22.Profile.dht22, Int64(-10_100), [UInt8(0x02), 0x8C, 0x80, 0x65, 0x73]),
        (.dht22, 35_149, [0x02, 0x8C, 0x01, 0x5F, 0xEE]),
        (.dht22, -40, [0x02, 0x8C, 0x00, 0x00, 0x8E]),
        (.twosComplementClone, -900, [0x02, 0x8C, 0xFF, 0xF7, 0x84]),
        (.twosComplementClone, -40, [0x02, 0x8C, 0x80, 0x00, 0x0E]),
        (.twosComplementClone, 40, [0x02, 0x8C, 0x00, 0x00, 0x8E]),
        (.dht11, 21_499, [65, 0, 21, 0, 86]),
        (.dht11, -5000, [65, 0, 0, 0, 65]),
        (.dht11WithTenths, 21_450, [65, 2, 21, 5, 93]),
        (.dht11WithTenths, -3200, [65, 2, 3, 0x82, 200]),
        // Beyond what the sensor can: its own limits.
        (.dht22, -50_000, [0x02, 0x8C, 0x81, 0x90, 0x9F]),
        (.dht22, 90_000, [0x02, 0x8C, 0x03, 0x20, 0xB1]),
    ])
    func frame_ofTruth_isAsItsProfileSends(
        profile: SimulatedDHT22.Profile, temperature: Int64, expected: [UInt8]
    ) throws {
        let device = device(profile: profile) {
            Environment(
                temperatureMilliCelsius: temperature, relativeHumidityMilliPercent: 65_200)
        }
        #expect(try bytes(device, low: 20_000) == expected)
    }

    // MARK: Numbers that cannot be

    @Test func faults_numbersThatCannotBe_areIgnored() throws {
        let device = device()
        device.faults.flippedBits = [-1, 40, .min, .max]
        device.faults.droppedEdges = [-1, 42, .min, .max]
        device.faults.edgesBeforeBreakingOff = .max
        #expect(try capture(device).count == 42)
        #expect(try bytes(device) == device.profile.frame(of: Environment()))
        device.faults.lateStartMicroseconds = .max
        #expect(try capture(device).isEmpty)
        for count in [-1, Int.min] {
            device.faults.edgesBeforeBreakingOff = count
            #expect(try capture(device).isEmpty)
        }
    }

    @Test func capture_fewerThanNoEdges_isNone() throws {
        let device = device()
        #expect(
            try device.capture(holdingLow: 1000, maximumEdges: -1, windowMicroseconds: 8000)
                .isEmpty)
    }

    @Test(arguments: SimulatedDHT22.Profile.allCases, [Int64.min, .max])
    func frame_truthBeyondAnyAir_isTheNearestOfTheSensor(
        profile: SimulatedDHT22.Profile, truth: Int64
    ) throws {
        let device = device(profile: profile) {
            Environment(temperatureMilliCelsius: truth, relativeHumidityMilliPercent: truth)
        }
        let near = Environment(
            temperatureMilliCelsius: truth.signum() * 100_000,
            relativeHumidityMilliPercent: truth.signum() * 200_000)
        #expect(try bytes(device, low: 20_000) == profile.frame(of: near))
    }
}
