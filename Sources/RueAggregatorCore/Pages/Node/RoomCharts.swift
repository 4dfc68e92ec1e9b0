import RueStore

/// The charts of a room: one a quantity, with every sensor that measures it.
struct RoomCharts {
    let node: NodeState
    let span: ChartSpan
    let view: HouseView

    private struct Key: Hashable {
        let quantity: String
        let unit: String?
    }

    func charts() throws(StoreError) -> [Chart] {
        let all = node.sensors.flatMap { sensor in
            sensor.series.filter(\.isNumeric).map { (sensor: sensor.id, series: $0) }
        }
        var order: [Key] = []
        var groups: [Key: [(sensor: String, series: SeriesState)]] = [:]
        for entry in all {
            let key = Key(quantity: entry.series.quantity, unit: entry.series.unit)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(entry)
        }
        let window = span.window(nowMilliseconds: view.now)
        let points = try view.points(of: all.map(\.series.id), in: window, points: span.points)
        return order.enumerated().map { index, key in
            chart(index, key, groups[key] ?? [], points)
        }
    }

    private func chart(
        _ index: Int, _ key: Key, _ entries: [(sensor: String, series: SeriesState)],
        _ points: [SeriesID: [RangePoint]]
    ) -> Chart {
        let place = view.places[node.name] ?? 0
        let style = QuantityStyle.of(key.quantity, unit: key.unit)
        let series = entries.enumerated().map { rank, entry in
            ChartSeries(
                id: entry.series.id, label: entry.sensor,
                look: .of(room: place, series: rank), style: style,
                intervalMilliseconds: entry.series.intervalMilliseconds,
                points: points[entry.series.id] ?? [])
        }
        return Chart(
            id: "chart-\(index)", quantity: key.quantity, style: style, span: span,
            window: span.window(nowMilliseconds: view.now),
            bucketMilliseconds: span.bucketMilliseconds, series: series, zone: view.zone)
    }
}
