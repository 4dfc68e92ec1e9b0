import RueWire

/// A SenML pack in JSON (RFC 8428 §5), one resolved record a line.
///
/// A record without a known time is left out: SenML would take it for one made now.
public struct SenMLJSONFormat: ReadingFormat {
    private var isFirst = true

    /// Ready to begin.
    public init() {}

    /// The opening bracket.
    ///
    /// - Returns: bytes to write.
    public mutating func begin() -> [UInt8] { Array("[".utf8) }

    /// One record.
    ///
    /// - Parameters:
    ///   - reading: what to write.
    ///   - nowMilliseconds: not used.
    /// - Returns: the record; empty without a time.
    public mutating func row(_ reading: StoredReading, nowMilliseconds: Int64) -> [UInt8] {
        guard let time = reading.timeMilliseconds else { return [] }
        var members = ["\"n\":" + JSONText.string(reading.name)]
        if let unit = reading.unit { members.append("\"u\":" + JSONText.string(unit)) }
        members.append(Self.label(reading.value) + ":" + ValueText.json(reading.value))
        members.append("\"t\":" + JSONText.seconds(milliseconds: time))
        let separator = isFirst ? "\n" : ",\n"
        isFirst = false
        return Array((separator + "{" + members.joined(separator: ",") + "}").utf8)
    }

    /// The closing bracket.
    ///
    /// - Returns: bytes to write.
    public mutating func end() -> [UInt8] { Array("\n]\n".utf8) }

    private static func label(_ value: SenMLValue) -> String {
        switch value {
        case .decimal, .double: "\"v\""
        case .text: "\"vs\""
        case .bool: "\"vb\""
        case .data: "\"vd\""
        }
    }
}
