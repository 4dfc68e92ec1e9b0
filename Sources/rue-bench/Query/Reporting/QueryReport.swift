import Foundation

/// What a run found.
struct QueryReport {
    let shape: QueryShape
    /// nil where an earlier run had filled the store.
    let fillSeconds: Double?
    let startSeconds: Double
    let storeBytes: Int
    let results: [QueryResult]

    var text: String {
        ([head, columns] + results.map(row)).joined(separator: "\n")
    }

    private var head: String {
        let every = shape.intervalSeconds
        let filled =
            fillSeconds.map { "filled over TLS in \(decimals($0, 1)) s" } ?? "filled before"
        return """
            query: \(shape.total) readings of a year, \(QueryShape.nodes) nodes × \
            \(QueryShape.seriesPerNode) series; the node asked about every \(every) s, its last \
            day every 10 s
              store: \(decimals(Double(storeBytes) / 1e6, 0)) MB, \
            \(decimals(bytesPerReading, 1)) bytes a reading, \(filled); the server is ready \
            \(decimals(startSeconds, 2)) s after its start
            """
    }

    private var columns: String {
        line(["", "first", "median", "95 %", "asked", "bytes", "same bytes bare", "ratio"])
    }

    private func row(_ result: QueryResult) -> String {
        line([
            result.question.title, milliseconds(result.first),
            milliseconds(result.timings.median), milliseconds(result.timings.percentile95),
            "\(result.timings.count) ×", "\(result.bytes)", milliseconds(result.bare.median),
            decimals(result.ratio, 1) + " ×",
        ])
    }

    private func line(_ cells: [String]) -> String {
        let widths = [27, 10, 10, 10, 8, 9, 16, 9]
        let padded = zip(cells, widths).enumerated().map { index, cell in
            let space = String(repeating: " ", count: max(1, cell.1 - cell.0.count))
            return index == 0 ? "  " + cell.0 + space : space + cell.0
        }
        return padded.joined()
    }

    private var bytesPerReading: Double { Double(storeBytes) / Double(shape.total) }

    var json: String {
        let members: [(String, String)] = [
            ("readings", String(shape.total)), ("nodes", String(QueryShape.nodes)),
            ("series_per_node", String(QueryShape.seriesPerNode)),
            ("interval_s", String(shape.intervalSeconds)),
            ("fill_s", fillSeconds.map { decimals($0, 2) } ?? "null"),
            ("start_s", decimals(startSeconds, 3)), ("store_bytes", String(storeBytes)),
        ]
        return object(members + results.map { ($0.question.key, object(self.members(of: $0))) })
    }

    private func members(of result: QueryResult) -> [(String, String)] {
        [
            ("first_ms", decimals(result.first, 3)),
            ("median_ms", decimals(result.timings.median, 3)),
            ("p95_ms", decimals(result.timings.percentile95, 3)),
            ("requests", String(result.timings.count)), ("bytes", String(result.bytes)),
            ("bare_median_ms", decimals(result.bare.median, 3)),
            ("ratio", decimals(result.ratio, 2)),
        ]
    }

    private func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private func milliseconds(_ value: Double) -> String {
        decimals(value, value < 10 ? 2 : value < 100 ? 1 : 0) + " ms"
    }

    private func decimals(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }
}
