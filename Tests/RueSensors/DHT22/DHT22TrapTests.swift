import RueSensors
import RueSensorsSimulation
import Testing

/// What drivers in the field leave out, and what comes of it.
@Suite struct DHT22TrapTests {
    private static let frame: [UInt8] = [0x02, 0x8C, 0x01, 0x5F, 0xEE]

    /// A frame of the field with a wrong checksum says what anybody would believe.
    @Test func naiveDecoder_withoutTheChecksum_readsAPlausibleRoom() {
        let bytes: [UInt8] = [0x02, 0x92, 0x01, 0x0D, 0xB2]
        #expect(NaiveDHT.withoutChecksum(bytes) == [65_800, 26_900])
        #expect(throws: SensorError.checksumMismatch(expected: 0xA2, actual: 0xB2)) {
            try DHTFrame(bytes: bytes)
        }
    }

    /// CircuitPython_DHT #33: a frame of which the end is missing is filled up with zeros.
    @Test func naiveDecoder_fillingUpAPartialFrame_isWrong() {
        let whole = EdgeTrain.edges(of: Self.frame)
        #expect(NaiveDHT.filledUp(whole) == Self.frame)
        let partial = [UInt64](whole.prefix(32))
        #expect(NaiveDHT.withoutChecksum(NaiveDHT.filledUp(partial)) == [65_200, 34_800])
        #expect(throws: SensorError.truncatedFrame(edges: 32)) {
            try DHTFrame(fallingEdges: partial)
        }
    }

    /// A DHT11 that sends decimals, as new ones do, is taken for a DHT22.
    @Test func naiveDecoder_guessingTheModel_isWrong() throws {
        let bytes: [UInt8] = [38, 7, 24, 3, 72]
        #expect(NaiveDHT.model(of: [45, 0, 21, 0, 66]) == .dht11)
        #expect(NaiveDHT.model(of: bytes) == .dht22)
        let frame = try DHTFrame(bytes: bytes)
        #expect(throws: SensorError.self) { try frame.readings(from: NaiveDHT.model(of: bytes)) }
        #expect(try frame.readings(from: .dht11).map(\.milli) == [24_300, 38_700])
        // And a DHT22 at 25.6 °C and 51.2 %RH for a DHT11.
        #expect(NaiveDHT.model(of: [2, 0, 1, 0, 3]) == .dht11)
    }

    /// Asked each second, it answers every other time.
    @Test func naiveReader_askingEachSecond_isHeardHalfTheTime() throws {
        let clock = VirtualClock()
        let device = SimulatedDHT22(clock: clock)
        var heard = 0
        for _ in 0..<10 {
            clock.advance(milliseconds: 1000)
            let edges = try device.capture(
                holdingLow: 1000, maximumEdges: 64, windowMicroseconds: 8000)
            if !edges.isEmpty { heard += 1 }
        }
        #expect(heard == 5)
        let sensor = DHT22(line: device, clock: clock)
        clock.advance(milliseconds: 1000)
        _ = try sensor.read(sleepingOn: clock)
        clock.advance(milliseconds: 1000)
        // It waits for its time, which it chose itself for the second frame of that sample.
        #expect(try sensor.start() == 991_000)
    }
}
