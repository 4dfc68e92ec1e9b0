import RueSensors
import RueTestSupport
import Testing

/// From falling edges to five bytes.
@Suite struct DHTFrameEdgesTests {
    private static let bytes: [UInt8] = [0x02, 0x8C, 0x80, 0x65, 0x73]

    @Test func frame_allEdges_isDecoded() throws {
        let frame = try DHTFrame(fallingEdges: EdgeTrain.edges(of: Self.bytes))
        #expect(frame.bytes == Self.bytes)
        #expect(!frame.wasRecovered)
    }

    /// The listener was armed after the answer: no edge is lost that counts.
    @Test func frame_withoutAnswer_isDecoded() throws {
        let times = EdgeTrain.edges(of: Self.bytes, without: 0)
        let frame = try DHTFrame(fallingEdges: times)
        #expect(frame.bytes == Self.bytes)
        #expect(!frame.wasRecovered)
        #expect(NaiveDHT.edgesAfterAnswer(times) != Self.bytes)
    }

    @Test(arguments: [UInt64(500), 20_000, 100_000])
    func frame_noiseBeforeAnswer_isDecoded(nanoseconds: UInt64) throws {
        let times = EdgeTrain.edges(of: Self.bytes)
        let noisy = [times[0] - 2 * nanoseconds, times[0] - nanoseconds] + times
        #expect(try DHTFrame(fallingEdges: noisy).bytes == Self.bytes)
        #expect(NaiveDHT.edgesAfterAnswer(noisy) != Self.bytes)
    }

    /// An interrupt that comes late lengthens one bit and shortens the next.
    @Test func frame_lateInterrupts_isDecoded() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("DHT22 late interrupts"))
        for frame in DHTFrameTests.vectors {
            for _ in 0..<200 {
                let times = EdgeTrain.edges(of: frame.bytes)
                    .map { $0 + UInt64.random(in: 0...20_000, using: &random) }
                #expect(try DHTFrame(fallingEdges: times).bytes == frame.bytes)
            }
        }
    }

    @Test func naiveDecoder_firstEdges_isWrong() {
        let times = EdgeTrain.edges(of: Self.bytes)
        #expect(NaiveDHT.edgesAfterAnswer(times) == Self.bytes)
        #expect(NaiveDHT.firstEdges(times) != Self.bytes)
    }

    @Test func frame_wrongChecksum_isRefused() {
        let times = EdgeTrain.edges(of: [0x02, 0x92, 0x01, 0x0D, 0xB2])
        #expect(throws: SensorError.checksumMismatch(expected: 0xA2, actual: 0xB2)) {
            try DHTFrame(fallingEdges: times)
        }
    }

    @Test func frame_noEdge_isNoAnswer() {
        #expect(throws: SensorError.noAnswer) { try DHTFrame(fallingEdges: []) }
    }

    // MARK: One lost edge

    /// CircuitPython_DHT #33: on a Pi Zero an edge is lost now and then. Each of the bits' edges may
    /// be, in frames of every kind.
    @Test(arguments: 1...40)
    func frame_oneEdgeLost_isRecovered(index: Int) throws {
        for frame in DHTFrameTests.vectors {
            let times = EdgeTrain.edges(of: frame.bytes, without: index)
            let recovered = try DHTFrame(fallingEdges: times)
            #expect(recovered.bytes == frame.bytes)
            #expect(recovered.wasRecovered)
            let readings = try recovered.readings(from: .dht22)
            #expect(readings.allSatisfy { $0.flags == .recovered })
        }
    }

    /// A gap of 152 µs that is at the very beginning may be two zeros or the answer: not guessed.
    @Test(arguments: 2...40)
    func frame_answerAndAnotherEdgeLost_isRecoveredButAtTheBeginning(index: Int) throws {
        for frame in DHTFrameTests.vectors {
            let times = [UInt64](EdgeTrain.edges(of: frame.bytes, without: index).dropFirst())
            if index == 2 {
                #expect(throws: SensorError.truncatedFrame(edges: 40)) {
                    try DHTFrame(fallingEdges: times)
                }
            } else {
                #expect(try DHTFrame(fallingEdges: times).bytes == frame.bytes)
            }
        }
    }

    /// The last edge ends the last bit: without it that bit is unknown, and the checksum with it.
    @Test func frame_lastEdgeLost_isTruncated() {
        for frame in DHTFrameTests.vectors {
            let times = EdgeTrain.edges(of: frame.bytes, without: 41)
            #expect(throws: SensorError.truncatedFrame(edges: 41)) {
                try DHTFrame(fallingEdges: times)
            }
        }
    }

    /// Wrong by 5, which no exchange of two neighbouring bits can make good.
    @Test func frame_oneEdgeLostAndWrongChecksum_isRefused() {
        let bytes: [UInt8] = [0x02, 0x92, 0x01, 0x0D, 0xA7]
        for index in 1...40 {
            let error = #expect(throws: SensorError.self) {
                try DHTFrame(fallingEdges: EdgeTrain.edges(of: bytes, without: index))
            }
            guard case .checksumMismatch = error else {
                Issue.record("\(index): \(String(describing: error))")
                return
            }
        }
    }

    // MARK: More than one

    /// Every pair of lost edges: an error, or the right frame (the answer may be one of the two).
    @Test func frame_twoEdgesLost_isNeverWrong() throws {
        for frame in DHTFrameTests.vectors {
            let times = EdgeTrain.edges(of: frame.bytes)
            for first in 0..<42 {
                for second in (first + 1)..<42 {
                    let kept = times.indices.filter { $0 != first && $0 != second }
                    expectRightOrRefused(kept.map { times[$0] }, frame.bytes)
                }
            }
        }
    }

    @Test(arguments: 1...39)
    func frame_brokenOff_isTruncated(count: Int) {
        for frame in DHTFrameTests.vectors {
            let times = [UInt64](EdgeTrain.edges(of: frame.bytes).prefix(count))
            #expect(throws: SensorError.truncatedFrame(edges: count)) {
                try DHTFrame(fallingEdges: times)
            }
        }
    }

    /// Timestamps that no line can give are refused, and nothing overflows.
    @Test func frame_anyNumbers_endsWithoutTrap() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("DHT22 edges"))
        for _ in 0..<2000 {
            let count = Int.random(in: 0...130, using: &random)
            let spread = UInt64(1) << UInt64.random(in: 4...63, using: &random)
            let times = (0..<count).map { _ in UInt64.random(in: 0..<spread, using: &random) }
            do throws(SensorError) {
                let frame = try DHTFrame(fallingEdges: times)
                Issue.record("\(times) are \(frame.bytes)")
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    // MARK: Spikes

    /// One edge that the sensor did not send. Its two gaps are too short, nearly always.
    @Test func frame_spikeOfNoiseInside_isRefusedOrRight() {
        let wrong = wrongFrames(of: 20_000, losing: 0)
        #expect(wrong.decoded <= 10)
        #expect(wrong.naive > 10)
    }

    /// One edge lost and another one made up: the number is right again, and one wrong frame in
    /// some hundred passes the checksum as well.
    @Test func frame_edgeLostAndSpikeInside_isRefusedOrRight() {
        let wrong = wrongFrames(of: 20_000, losing: 1)
        #expect(wrong.decoded <= 10)
        #expect(wrong.naive > 40)
    }

    /// Up to 20 µs late, an interrupt is no reason to doubt a frame.
    @Test func frame_soundAndLate_isDecoded() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("DHT22 sound frames"))
        for _ in 0..<5000 {
            let bytes = Self.frame(&random)
            let times = EdgeTrain.edges(of: bytes, &random)
                .map { $0 + UInt64.random(in: 0...14_000, using: &random) }
            #expect(try DHTFrame(fallingEdges: times).bytes == bytes)
        }
    }

    /// How many frames with a spike are taken for another one that a sensor could have sent: whole,
    /// not made good, for those are compared to the frame before.
    private func wrongFrames(of count: Int, losing: Int) -> (decoded: Int, naive: Int) {
        var random = SeededRandom(seed: SeededRandom.freshSeed("DHT22 spikes, \(losing) lost"))
        var wrong = (decoded: 0, naive: 0)
        for _ in 0..<count {
            let bytes = Self.frame(&random)
            var times = EdgeTrain.edges(of: bytes, &random)
            let (first, last) = (times[1], times[41])
            for _ in 0..<losing {
                times.remove(at: Int.random(in: 1...times.count - 2, using: &random))
            }
            times.append(UInt64.random(in: first...last, using: &random))
            times.sort()
            if let naive = NaiveDHT.checksumAlone(times), isWrong(naive, bytes) { wrong.naive += 1 }
            guard let frame = try? DHTFrame(fallingEdges: times), !frame.wasRecovered else {
                continue
            }
            if isWrong(frame.bytes, bytes) { wrong.decoded += 1 }
        }
        return wrong
    }

    /// Whether it is another frame, and one whose values the sensor can have measured.
    private func isWrong(_ bytes: [UInt8], _ truth: [UInt8]) -> Bool {
        if bytes == truth { return false }
        return (try? DHTFrame(bytes: bytes).readings(from: .dht22)) != nil
    }

    private static func frame(_ random: inout SeededRandom) -> [UInt8] {
        let humidity = UInt16.random(in: 0...1000, using: &random)
        let temperature = DHTEncoding.signMagnitude(Int.random(in: -400...800, using: &random))
        let bytes = [humidity >> 8, humidity & 0xFF, temperature >> 8, temperature & 0xFF]
            .map { UInt8($0) }
        return bytes + [bytes.reduce(0, &+)]
    }

    private func expectRightOrRefused(_ times: [UInt64], _ bytes: [UInt8]) {
        do throws(SensorError) {
            #expect(try DHTFrame(fallingEdges: times).bytes == bytes)
        } catch {
            switch error {
            case .truncatedFrame, .checksumMismatch: break
            default: Issue.record("\(error)")
            }
        }
    }
}
