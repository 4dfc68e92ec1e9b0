/// Two columns: a label, and text wrapped beside it.
struct HelpTable {
    static let width = 80
    private static let widestLabel = 26

    let title: String
    var rows: [(label: String, text: String)] = []

    init(_ title: String) {
        self.title = title
    }

    /// Nothing when there are no rows.
    func render() -> String {
        guard !rows.isEmpty else { return "" }
        var widest = 0
        for row in rows where row.label.count <= Self.widestLabel {
            widest = Swift.max(widest, row.label.count)
        }
        var result = "\n" + title + ":\n"
        for row in rows { result += render(row, column: 2 + widest + 2) }
        return result
    }

    private func render(_ row: (label: String, text: String), column: Int) -> String {
        let label = "  " + row.label
        var lines = TextWrap.lines(row.text, width: Self.width - column)
        // A label that reaches into the text's column has a line of its own.
        let beside = label.count + 2 <= column && !lines.isEmpty ? lines.removeFirst() : ""
        var result = beside.isEmpty ? label : padded(label, to: column) + beside
        for line in lines { result += "\n" + padded("", to: column) + line }
        return result + "\n"
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: Swift.max(0, width - text.count))
    }
}
