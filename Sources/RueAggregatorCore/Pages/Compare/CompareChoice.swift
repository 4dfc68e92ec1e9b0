import RueHTTP

/// What the compare page is asked to show. The address holds all of it.
struct CompareChoice {
    /// The quantities that any sensor of the house measures, in the usual order.
    let quantities: [String]
    let quantity: String
    let span: ChartSpan
    /// Every series of the quantity.
    let offered: [Offer]
    /// Those that are shown; the first sixteen when none is named.
    let shown: Set<SeriesID>

    /// A series that can be shown.
    struct Offer {
        let series: SeriesState
        /// `cellar`, or `cellar · floor` where a room has two.
        let label: String
        let look: SeriesLook
    }

    private static let order = ["temperature", "humidity", "pressure"]

    init(_ query: QueryParameters, _ view: HouseView) {
        let series = view.snapshot.nodes.flatMap(\.sensors).flatMap(\.series).filter(\.isNumeric)
        let known = Set(series.map(\.quantity)).subtracting([""])
        quantities =
            Self.order.filter(known.contains) + known.subtracting(Self.order).sorted()
        let wanted = query["quantity"] ?? ""
        let quantity = known.contains(wanted) ? wanted : quantities.first ?? "temperature"
        self.quantity = quantity
        span = query["span"].flatMap(ChartSpan.init) ?? .day
        offered = Self.offers(of: quantity, view)
        let named = query.pairs.filter { $0.name == "series" }.compactMap { SeriesID($0.value) }
        let possible = offered.map(\.series.id)
        let chosen = Set(named).intersection(possible)
        shown = chosen.isEmpty ? Set(possible.prefix(RangeRequest.maximumSeries)) : chosen
    }

    private static func offers(of quantity: String, _ view: HouseView) -> [Offer] {
        let places = view.places
        // A room's further sensors take what colours the rooms leave.
        var next = places.count
        var offers: [Offer] = []
        for node in view.snapshot.nodes {
            let sensors = node.sensors.filter { $0.series(of: quantity)?.isNumeric == true }
            for (rank, sensor) in sensors.enumerated() {
                guard let series = sensor.series(of: quantity) else { continue }
                let place = rank == 0 ? places[node.name] ?? 0 : next
                if rank > 0 { next += 1 }
                offers.append(
                    Offer(
                        series: series,
                        label: sensors.count > 1 ? node.name + " · " + sensor.id : node.name,
                        look: .among(rooms: place)))
            }
        }
        return offers
    }

    /// The address of the same choice over another time.
    func path(span: ChartSpan) -> String {
        path(quantity: quantity, span: span, series: namesSome ? offered.map(\.series.id) : [])
    }

    /// The address of another quantity in as many rooms as have it.
    func path(quantity: String) -> String { path(quantity: quantity, span: span, series: []) }

    private var namesSome: Bool { shown.count < offered.count }

    private func path(quantity: String, span: ChartSpan, series: [SeriesID]) -> String {
        var path = "/compare?quantity=" + NodeLink.encoded(quantity) + "&span=" + span.rawValue
        for id in series where shown.contains(id) { path += "&series=" + NodeLink.encoded(id.text) }
        return path
    }
}
