import Foundation

/// A reading as `rue-aggregator query --format json` shows it, without what depends on the moment.
struct ShownReading: Decodable, Hashable {
    let sensor: String
    let quantity: String
    let unit: String?
    let time: String
    let value: Value

    /// A number is kept as the decimal that was written, not as the nearest double.
    enum Value: Decodable, Hashable {
        case number(Decimal)
        case bool(Bool)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let bool = try? container.decode(Bool.self) {
                self = .bool(bool)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try container.decode(Decimal.self))
            }
        }
    }

    private var order: String { "\(time) \(sensor) \(quantity) \(value)" }

    /// Reads JSON lines, and puts them in an order that does not depend on theirs.
    static func sorted(_ lines: some Sequence<some StringProtocol>) throws -> [ShownReading] {
        try lines.map { try JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
            .sorted { $0.order < $1.order }
    }
}
