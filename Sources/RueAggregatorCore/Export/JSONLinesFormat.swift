/// One JSON object a line.
public struct JSONLinesFormat: ReadingFormat {
    private let tellsAge: Bool

    /// Ready to begin.
    ///
    /// - Parameter tellsAge: whether there is a member for the age, which makes every run differ.
    public init(tellsAge: Bool = true) {
        self.tellsAge = tellsAge
    }

    /// Nothing.
    ///
    /// - Returns: no bytes.
    public mutating func begin() -> [UInt8] { [] }

    /// One line; `age` is in seconds, `unit`, `time` and `age` are null where there is none;
    /// `uncertain` is true where the time is the server's guess or not known.
    ///
    /// - Parameters:
    ///   - reading: what to write.
    ///   - nowMilliseconds: the present, since 1970.
    /// - Returns: one line.
    public mutating func row(_ reading: StoredReading, nowMilliseconds: Int64) -> [UInt8] {
        let time = reading.timeMilliseconds
        let timeText = time.map { JSONText.string(UTCTime.text(milliseconds: $0)) } ?? "null"
        let age = time.map { JSONText.seconds(milliseconds: nowMilliseconds - $0) } ?? "null"
        let members = [
            "\"node\":" + JSONText.string(reading.node),
            "\"series\":" + JSONText.string(reading.series),
            "\"sensor\":" + JSONText.string(reading.sensor),
            "\"quantity\":" + JSONText.string(reading.quantity),
            "\"value\":" + ValueText.json(reading.value),
            "\"unit\":" + (reading.unit.map(JSONText.string) ?? "null"),
            "\"time\":" + timeText + (tellsAge ? ",\"age\":" + age : ""),
            "\"verified\":" + (reading.isVerified ? "true" : "false"),
            "\"uncertain\":" + (reading.isTimeUncertain ? "true" : "false"),
        ]
        return Array(("{" + members.joined(separator: ",") + "}\n").utf8)
    }

    /// Nothing.
    ///
    /// - Returns: no bytes.
    public mutating func end() -> [UInt8] { [] }
}
