import Foundation
import RueTestSupport
import Testing

/// One line of `rue-aggregator query --format json`.
struct StoredReading: Decodable, Hashable {
    let node: String
    let sensor: String
    let quantity: String
    let value: Double?
    /// What a fault says, in the place of a value.
    let fault: String?
    let time: String
    let verified: Bool

    private enum Key: String, CodingKey { case node, sensor, quantity, value, time, verified }

    init(from decoder: any Decoder) throws {
        let line = try decoder.container(keyedBy: Key.self)
        node = try line.decode(String.self, forKey: .node)
        sensor = try line.decode(String.self, forKey: .sensor)
        quantity = try line.decode(String.self, forKey: .quantity)
        time = try line.decode(String.self, forKey: .time)
        verified = try line.decode(Bool.self, forKey: .verified)
        let isFault = quantity == "fault"
        value = isFault ? nil : try line.decodeIfPresent(Double.self, forKey: .value)
        fault = isFault ? try line.decodeIfPresent(String.self, forKey: .value) : nil
    }

    /// Everything that a server keeps of a sensor, in order.
    static func all(of sensor: String, in server: ScratchAggregator) throws -> [StoredReading] {
        let result = try server.run(
            "query", "--sensor", sensor, "--from", "2025-01-02", "--to", "now", "--format", "json")
        return try result.lines.map {
            try JSONDecoder().decode(StoredReading.self, from: Data($0.utf8))
        }
    }

    /// When it was taken, in seconds since 1970.
    var seconds: Double {
        get throws {
            let format = ISO8601DateFormatter()
            format.formatOptions.insert(.withFractionalSeconds)
            return try #require(format.date(from: time), "\(time)").timeIntervalSince1970
        }
    }

    /// Expects of a fast BME280, which samples at its start and then each second on a grid, each
    /// of its three quantities once for every second of a run.
    ///
    /// - Parameters:
    ///   - readings: what is stored of the run.
    ///   - least: the least samples that it must hold; each batch signed holds one at least.
    ///   - end: when the run ended; the last sample is of its last second.
    ///   - sourceLocation: where the test stands.
    /// - Throws: when a time cannot be read.
    static func expectEverySecondOnce(
        _ readings: [StoredReading], atLeast least: Int, until end: Date,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for quantity in ["temperature", "humidity", "pressure"] {
            let stamps = readings.filter { $0.quantity == quantity }
            // A sample comes some milliseconds after its slot; a clock being set, before it.
            let slots = try stamps.map { (try $0.seconds + 0.1).rounded(.down) }
            let steps = zip(slots.dropFirst(), slots.dropFirst(2)).map { $1 - $0 }
            let told = Comment(rawValue: "\(quantity): \(stamps.map(\.time)), to \(end)")
            #expect(slots.count >= max(least, 3), told, sourceLocation: sourceLocation)
            #expect(steps.allSatisfy { $0 == 1 }, told, sourceLocation: sourceLocation)
            let last = try stamps.last?.seconds ?? 0
            #expect(
                end.timeIntervalSince1970 - last < 2, told, sourceLocation: sourceLocation)
        }
    }
}
