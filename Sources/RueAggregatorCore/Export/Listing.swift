/// A small table that fits into memory, for a terminal or for a script.
public struct Listing: Equatable, Sendable {
    /// What a cell holds.
    public enum Cell: Equatable, Sendable {
        /// A text.
        case text(String)
        /// A whole number.
        case number(Int64)
        /// A text that a table shows in another way.
        case shown(String, inTable: String)
        /// A yes or no.
        case bool(Bool)
        /// Nothing known.
        case none
    }

    /// How a listing is written.
    public enum Format: Sendable {
        /// Columns for a terminal.
        case table
        /// Comma-separated values with a header line.
        case csv
        /// One JSON object a line.
        case json
    }

    /// The columns' names, in lower case; a script's keys.
    public let columns: [String]
    /// Columns that a table leaves out, because they are for scripts or too wide.
    public let scriptColumns: Set<String>
    /// The rows, each with a cell for every column.
    public private(set) var rows: [[Cell]] = []

    /// An empty listing.
    ///
    /// - Parameters:
    ///   - columns: the columns' names, in lower case.
    ///   - scriptColumns: those that a table leaves out.
    public init(columns: [String], scriptColumns: Set<String> = []) {
        self.columns = columns
        self.scriptColumns = scriptColumns
    }

    /// Adds a row.
    ///
    /// - Parameter cells: one for every column.
    public mutating func append(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "a cell for every column")
        rows.append(cells)
    }

    /// Writes it.
    ///
    /// - Parameter format: how.
    /// - Returns: lines of text; without rows, the header alone where there is one.
    public func render(_ format: Format) -> String {
        switch format {
        case .table: table
        case .csv: csv
        case .json: json
        }
    }

    private var table: String {
        let shown = columns.indices.filter { !scriptColumns.contains(columns[$0]) }
        let titles = shown.map { Self.title(columns[$0]) }
        let lines =
            [titles]
            + rows.map { row in shown.map { TerminalText.escaped(Self.tableText(row[$0])) } }
        let widths = titles.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let isLast = column == cells.count - 1
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += isLast ? cell : cell + space + "  "
            }
            return line + "\n"
        }.joined()
    }

    private var csv: String {
        ([columns] + rows.map { $0.map { Self.plain($0, "") } })
            .map { $0.map(CSVFormat.cell).joined(separator: ",") + "\n" }.joined()
    }

    private var json: String {
        rows.map { cells in
            let members = zip(columns, cells).map { JSONText.string($0) + ":" + Self.json($1) }
            return "{" + members.joined(separator: ",") + "}\n"
        }.joined()
    }

    private static func title(_ column: String) -> String {
        String(column.uppercased().map { $0 == "_" ? " " : $0 })
    }

    private static func tableText(_ cell: Cell) -> String {
        if case .shown(_, let text) = cell { return text }
        return plain(cell, "-")
    }

    private static func plain(_ cell: Cell, _ nothing: String) -> String {
        switch cell {
        case .text(let text), .shown(let text, _): text
        case .number(let number): String(number)
        case .bool(let bool): bool ? "yes" : "no"
        case .none: nothing
        }
    }

    private static func json(_ cell: Cell) -> String {
        switch cell {
        case .text(let text), .shown(let text, _): JSONText.string(text)
        case .number(let number): String(number)
        case .bool(let bool): bool ? "true" : "false"
        case .none: "null"
        }
    }
}
