import RueWire

/// What is in a batch, as `interop.py` prints it and as Rue sees it.
struct BatchDescription: Codable, Equatable {
    struct Record: Codable, Equatable {
        let name: String
        let unit: String?
        let kind: String
        let value: String
        let milliseconds: Int64
    }

    let id: String
    let kid: String
    let seq: UInt64
    let prev: String
    let boot: String
    let up_ms: UInt64
    let utc_ms: UInt64?
    let records: [Record]
}

extension BatchDescription.Record {
    init(_ record: SenMLRecord) {
        let (kind, value) = Self.describe(record.value)
        let milliseconds =
            switch record.time {
            case .absolute(let milliseconds), .relative(let milliseconds): milliseconds
            }
        self.init(
            name: record.name, unit: record.unit, kind: kind, value: value,
            milliseconds: milliseconds)
    }

    private static func describe(_ value: SenMLValue) -> (kind: String, value: String) {
        switch value {
        case .decimal(let number): ("decimal", number.normalised.description)
        case .double(let number): ("float", "\(number)")
        case .text(let text): ("text", text)
        case .bool(let truth): ("bool", truth ? "true" : "false")
        case .data(let bytes): ("data", Hex.encode(bytes))
        }
    }
}
