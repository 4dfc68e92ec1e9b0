/// Comma-separated values (RFC 4180, but lines end in LF) with a header line.
public struct CSVFormat: ReadingFormat {
    private let tellsAge: Bool

    /// Ready to begin.
    ///
    /// - Parameter tellsAge: whether there is a column for the age, which makes every run differ.
    public init(tellsAge: Bool = true) {
        self.tellsAge = tellsAge
    }

    /// The header.
    ///
    /// - Returns: one line.
    public mutating func begin() -> [UInt8] {
        let age = tellsAge ? "age," : ""
        return Array(
            ("node,series,sensor,quantity,value,unit,time," + age + "verified,uncertain\n").utf8)
    }

    /// One line; `age` is in seconds, `time` empty where unknown; `uncertain` is yes where the time
    /// is the server's guess or not known.
    ///
    /// - Parameters:
    ///   - reading: what to write.
    ///   - nowMilliseconds: the present, since 1970.
    /// - Returns: one line.
    public mutating func row(_ reading: StoredReading, nowMilliseconds: Int64) -> [UInt8] {
        let time = reading.timeMilliseconds
        var cells = [
            reading.node, reading.series, reading.sensor, reading.quantity,
            ValueText.plain(reading.value), reading.unit ?? "",
            time.map { UTCTime.text(milliseconds: $0) } ?? "",
        ]
        if tellsAge {
            cells.append(time.map { JSONText.seconds(milliseconds: nowMilliseconds - $0) } ?? "")
        }
        cells += [reading.isVerified ? "yes" : "NO", reading.isTimeUncertain ? "yes" : "no"]
        return Array((cells.map(Self.cell).joined(separator: ",") + "\n").utf8)
    }

    /// Nothing.
    ///
    /// - Returns: no bytes.
    public mutating func end() -> [UInt8] { [] }

    static func cell(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 < 0x20 }
        guard needsQuotes else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
