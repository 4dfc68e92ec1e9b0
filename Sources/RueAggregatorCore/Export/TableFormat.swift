import RueWire

/// Columns for a terminal. Their widths are settled in advance, because the rows may be endless.
public struct TableFormat: ReadingFormat {
    private var widths: [Int]
    /// Digits before the decimal point, and characters from it on.
    private var whole = 6
    private var fraction = 4
    private static let titles = [
        "NODE", "SENSOR", "QUANTITY", "VALUE", "UNIT", "TIME", "AGE", "VERIFIED",
    ]
    /// Which column holds values, numbers with their points below each other.
    private static let valueColumn = 3
    /// The longest text that stands there.
    private static let longestText = 40

    /// Chooses widths.
    ///
    /// - Parameters:
    ///   - sample: readings that the columns shall fit, all of them where that is possible.
    ///   - nowMilliseconds: the present, since 1970.
    public init(fitting sample: [StoredReading], nowMilliseconds: Int64) {
        widths = [7, 6, 11, 10, 4, 24, 5, 8]
        for reading in sample { widen(for: reading, Self.cells(reading, nowMilliseconds)) }
    }

    /// The titles.
    ///
    /// - Returns: one line.
    public mutating func begin() -> [UInt8] { line(Self.titles, isNumber: false) }

    /// One line; a cell too wide for its column widens it from there on.
    ///
    /// - Parameters:
    ///   - reading: what to write.
    ///   - nowMilliseconds: the present, since 1970.
    /// - Returns: one line.
    public mutating func row(_ reading: StoredReading, nowMilliseconds: Int64) -> [UInt8] {
        let cells = Self.cells(reading, nowMilliseconds)
        widen(for: reading, cells)
        return line(cells, isNumber: Self.isNumber(reading.value))
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
            value(reading.value),
            TerminalText.escaped(reading.unit ?? ""),
            (time.map { UTCTime.text(milliseconds: $0) } ?? "not known") + mark,
            time.map { TerminalText.span(milliseconds: now - $0) } ?? "-",
            reading.isVerified ? "yes" : "NO",
        ]
    }

    private static func isNumber(_ value: SenMLValue) -> Bool {
        switch value {
        case .decimal, .double: true
        case .text, .bool, .data: false
        }
    }

    private static func value(_ value: SenMLValue) -> String {
        let text = TerminalText.escaped(ValueText.plain(value))
        return isNumber(value) ? text : TerminalText.shortened(text, to: longestText)
    }

    /// What stands before a number's decimal point, and how many characters follow from there on.
    private static func split(_ number: String) -> (whole: Int, fraction: Int) {
        let point = number.firstIndex(of: ".") ?? number.endIndex
        return (
            number.distance(from: number.startIndex, to: point),
            number.distance(from: point, to: number.endIndex)
        )
    }

    /// Texts do not widen the values' column: a long one pushes its own line alone.
    private mutating func widen(for reading: StoredReading, _ cells: [String]) {
        for (column, cell) in cells.enumerated() where column != Self.valueColumn {
            widths[column] = max(widths[column], cell.count)
        }
        guard Self.isNumber(reading.value) else { return }
        let parts = Self.split(cells[Self.valueColumn])
        whole = max(whole, parts.whole)
        fraction = max(fraction, parts.fraction)
        widths[Self.valueColumn] = whole + fraction
    }

    private func line(_ cells: [String], isNumber: Bool) -> [UInt8] {
        var line = ""
        for (column, cell) in cells.enumerated() {
            if column > 0 { line += "  " }
            guard column < cells.count - 1 else {
                line += cell
                break
            }
            var text = cell
            if column == Self.valueColumn, isNumber {
                let parts = Self.split(cell)
                text =
                    Self.blanks(whole - parts.whole) + cell + Self.blanks(fraction - parts.fraction)
            }
            line += text + Self.blanks(widths[column] - text.count)
        }
        return Array((line + "\n").utf8)
    }

    private static func blanks(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }
}
