import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// A frame that lacks an edge and is wrong besides: the checksum alone now and then lets it pass.
@Suite struct DHT22BeliefTests {
    private let clock = VirtualClock()
    private let line = RecordingLine()

    private func sensor() -> DHT22 {
        DHT22(
            line: line, clock: clock,
            configuration: DHT22.Configuration(tries: 1, staleAfterMilliseconds: nil))
    }

    private func read(_ sensor: DHT22, _ edges: [UInt64]) throws(SensorError) -> [Reading] {
        clock.advance(milliseconds: 2000)
        line.answer = .success(edges)
        return try sensor.read(sleepingOn: clock)
    }

    private static let truth: [UInt8] = [0x02, 0x8C, 0x01, 0x5F, 0xEE]

    /// What the checksum lets pass: one or two bits are wrong, and an edge is lost.
    private static let passing: [(edges: [UInt64], bytes: [UInt8])] = {
        var result: [(edges: [UInt64], bytes: [UInt8])] = []
        for index in stride(from: 1, through: 40, by: 3) {
            for first in 0..<40 {
                for second in first..<40 {
                    var bytes = truth
                    bytes[first / 8] ^= 0x80 >> UInt8(first % 8)
                    if second > first { bytes[second / 8] ^= 0x80 >> UInt8(second % 8) }
                    let edges = EdgeTrain.edges(of: bytes, without: index)
                    guard let frame = decoded(edges), frame.bytes != truth else { continue }
                    result.append((edges, frame.bytes))
                }
            }
        }
        return result
    }()

    /// The decoder alone, which has nothing but the checksum.
    private static func decoded(_ edges: [UInt64]) -> DHTFrame? {
        do throws(SensorError) { return try DHTFrame(fallingEdges: edges) } catch { return nil }
    }

    @Test func naiveDecoder_checksumOnly_takesWrongFrames() {
        #expect(Self.passing.count > 100)
    }

    @Test func read_recoveredButWrong_isAnErrorOrNear() throws {
        var refused = 0
        for (edges, _) in Self.passing {
            let sensor = sensor()
            _ = try read(sensor, EdgeTrain.edges(of: Self.truth))
            do throws(SensorError) {
                let readings = try read(sensor, edges)
                #expect(abs(readings[0].milli - 35_100) <= 1000)
                #expect(abs(readings[1].milli - 65_200) <= 5000)
            } catch {
                switch error {
                case .truncatedFrame(edges: 41), .outOfRange: refused += 1
                default: Issue.record("\(error)")
                }
            }
        }
        #expect(refused > Self.passing.count * 3 / 4, "\(refused) of \(Self.passing.count)")
    }

    @Test func read_recoveredAndNear_isBelievedAndMarked() throws {
        let sensor = sensor()
        _ = try read(sensor, EdgeTrain.edges(of: Self.truth))
        let readings = try read(sensor, EdgeTrain.edges(of: Self.truth, without: 20))
        #expect(readings.map(\.milli) == [35_100, 65_200])
        #expect(readings.allSatisfy { $0.flags == .recovered })
        #expect(sensor.counters.recovered == 1)
        #expect(sensor.counters.doubted == 0)
    }

    /// With nothing to compare it to, the next one has to say the same.
    @Test func read_onlyRecovered_isBelievedFromTheSecondOn() throws {
        let sensor = sensor()
        let edges = EdgeTrain.edges(of: Self.truth, without: 20)
        #expect(throws: SensorError.truncatedFrame(edges: 41)) { try read(sensor, edges) }
        #expect(try read(sensor, edges).map(\.milli) == [35_100, 65_200])
        #expect(sensor.counters.doubted == 1)
        #expect(sensor.counters.recovered == 1)
    }

    /// A whole frame is believed however far it jumps: a window was opened.
    @Test func read_wholeAndFar_isBelieved() throws {
        let sensor = sensor()
        _ = try read(sensor, EdgeTrain.edges(of: Self.truth))
        let cold: [UInt8] = [0x02, 0x8C, 0x80, 0x65, 0x73]
        #expect(try read(sensor, EdgeTrain.edges(of: cold))[0].milli == -10_100)
    }
}
