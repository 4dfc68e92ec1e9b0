import Foundation
import RueCommandLine

/// What is stored and how often it is asked.
struct QueryOptions {
    var readings: Int64 = 10_000_000
    var intervalSeconds: Int64 = 300
    var requests = 200
    /// Where the store lies, to be used again; nil for one of this run's own.
    var store: String?
    var isJSON = false

    init(_ arguments: ParsedArguments) throws(CommandLineError) {
        readings =
            try arguments.integer("readings", in: 2_000_000...200_000_000).map { Int64($0) }
            ?? readings
        intervalSeconds =
            try arguments.integer("interval", in: 30...3_600).map { Int64($0) } ?? intervalSeconds
        requests = try arguments.integer("requests", in: 1...100_000) ?? requests
        store = arguments.value("store")
        isJSON = try arguments.choice("format", among: ["text", "json"]) == "json"
    }

    /// A store that ends with the last full hour.
    var shape: QueryShape {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        return QueryShape(
            readings: readings, intervalSeconds: intervalSeconds,
            end: now - now % QueryShape.hourMilliseconds)
    }
}
