import Foundation

/// Looks into an answer: a fast wrong one is worth nothing.
struct QueryAnswer {
    private let object: [String: Any]

    init(_ body: [UInt8]) throws {
        guard let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        else { throw BenchError("the answer is no JSON object") }
        self.object = object
    }

    func check(_ question: QueryQuestion, _ shape: QueryShape) throws {
        switch question {
        case .day:
            try checkRange(points: QueryShape.pointsOfADay, readings: QueryShape.pointsOfADay)
        case .year:
            try checkRange(points: QueryShape.hoursOfAYear, readings: Int(shape.asked.count))
        case .latest: try checkLatest()
        }
    }

    /// `[time, minimum, mean, maximum, count]` each.
    private func checkRange(points: Int, readings: Int) throws {
        let series = (object["series"] as? [[String: Any]])?.first
        let rows = series?["points"] as? [[NSNumber]] ?? []
        guard rows.count == points else {
            throw BenchError("\(rows.count) points came, not \(points)")
        }
        let counted = rows.reduce(0) { $0 + ($1.last?.intValue ?? 0) }
        guard abs(counted - readings) <= 1 else {
            throw BenchError("the points stand for \(counted) readings, not \(readings)")
        }
        let isOrdered = rows.allSatisfy {
            $0.count == 5 && $0[1].doubleValue <= $0[2].doubleValue
                && $0[2].doubleValue <= $0[3].doubleValue
        }
        guard isOrdered else { throw BenchError("a mean lies outside its minimum and maximum") }
    }

    private func checkLatest() throws {
        let expected = QueryShape.nodes * QueryShape.seriesPerNode
        let series = object["series"] as? [[String: Any]] ?? []
        guard series.count == expected else {
            throw BenchError("\(series.count) latest values came, not \(expected)")
        }
    }
}
