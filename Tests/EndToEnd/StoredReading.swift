import Foundation
import RueTestSupport

/// One line of `rue-aggregator query --format json`.
struct StoredReading: Decodable, Hashable {
    let node: String
    let sensor: String
    let quantity: String
    let value: Double?
    let time: String
    let verified: Bool

    /// Everything that a server keeps of a sensor, in order.
    static func all(of sensor: String, in server: ScratchAggregator) throws -> [StoredReading] {
        let result = try server.run(
            "query", "--sensor", sensor, "--from", "2025-01-02", "--to", "now", "--format", "json")
        return try result.lines.map {
            try JSONDecoder().decode(StoredReading.self, from: Data($0.utf8))
        }
    }
}
