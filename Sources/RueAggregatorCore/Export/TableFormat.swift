/// Columns for a terminal. Their widths are settled in advance, because the rows may be endless.
public struct TableFormat: ReadingFormat {
    private var widths: [Int]
    private static let titles = [
        "NODE", "SENSOR", "QUANTITY", "VALUE", "UNIT", "TIME", "AGE", "VERIFIED",
    ]
    /// Which column holds numbers, to be set flush right.
    private static let valueColumn = 3

    /// Chooses widths.
    ///
    /// - Parameters:
    ///   - sample: readings that the columns shall fit, all of them where that is possible.
    ///   - nowMilliseconds: the present, since 1970.
    public init(fitting sample: [StoredReading], nowMilliseconds: Int64) {
        widths = [7, 6, 11, 9, 4, 24, 5, 8]
        for reading in sample { widen(for: Self.cells(reading, nowMilliseconds)) }
    }

    /// The titles.
    ///
    /// - Returns: one line.
    public mutating func begin() -> [UInt8] { line(Self.titles) }

    /// One line; a cell too wide for its column widens it from there on.
    ///
    /// - Parameters:
    ///   - reading: what to write.
    ///   - nowMilliseconds: the present, since 1970.
    /// - Returns: one line.
    public mutating func row(_ reading: StoredReading, nowMilliseconds: Int64) -> [UInt8] {
        let cells = Self.cells(reading, nowMilliseconds)
        widen(for: cells)
        return line(cells)
    }

    /// Nothing.
    ///
    /// - Returns: no bytes.
    public mutating func end() -> [UInt8] { [] }

    private static func cells(_ reading: StoredReading, _ now: Int64) -> [String] {
        let time = reading.timeMilliseconds
        let mark = reading.isUncertain ? "?" : ""
        return [
            TerminalText.escaped(reading.node), TerminalText.escaped(reading.sensor),
            TerminalText.escaped(reading.quantity),
            TerminalText.escaped(ValueText.plain(reading.value)),
            TerminalText.escaped(reading.unit ?? ""),
            (time.map { UTCTime.text(milliseconds: $0) } ?? "not known yet") + mark,
            time.map { TerminalText.span(milliseconds: now - $0) } ?? "-",
            reading.isVerified ? "yes" : "NO",
        ]
    }

    private mutating func widen(for cells: [String]) {
        for (column, cell) in cells.enumerated() {
            widths[column] = max(widths[column], cell.count)
        }
    }

    private func line(_ cells: [String]) -> [UInt8] {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let space = String(repeating: " ", count: max(0, widths[column] - cell.count))
            if column > 0 { line += "  " }
            if column == Self.valueColumn {
                line += space + cell
            } else {
                line += column == cells.count - 1 ? cell : cell + space
            }
        }
        return Array((line + "\n").utf8)
    }
}
