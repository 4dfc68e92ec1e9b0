import RueStore

/// `/`: the house, a tile a room.
enum HousePage {
    /// Buckets of a quarter of an hour, over a day.
    private static let bucketMilliseconds: Int64 = 900_000
    private static let points = 96

    static func html(_ view: HouseView) throws(StoreError) -> HTML {
        let tiles = try tiles(view)
        let pending = try view.pending()
        let frame = PageFrame(
            title: "The house", section: .house, scripts: ["house.js"], view: view)
        return frame.html {
            HTML("div", ["class": "headline"]) {
                HTML("h1") { "The house" }
                if !view.snapshot.nodes.isEmpty { HouseSummary.html(view.snapshot) }
            }
            if !view.snapshot.isComplete {
                HTML("p", ["class": "note loading"]) {
                    "The server has just started and is still reading its history."
                }
            }
            HTML("div", ["id": "rooms", "data-rooms": "\(view.snapshot.nodes.count)"]) {
                if let first = pending.first {
                    PendingNodes(count: pending.count, first: first).html
                }
                if !view.snapshot.nodes.isEmpty {
                    tiles
                } else if pending.isEmpty {
                    EmptyHouse.html
                }
            }
        }
    }

    private static func tiles(_ view: HouseView) throws(StoreError) -> HTML {
        let to = (view.now / bucketMilliseconds + 1) * bucketMilliseconds
        let window = (from: to - bucketMilliseconds * Int64(points), to: to)
        let places = view.places
        let tiles = try view.snapshot.nodes.map { (node) throws(StoreError) in
            let series = node.sensors.flatMap(\.series).filter(\.isNumeric).map(\.id)
            return RoomTile(
                node: node, place: places[node.name] ?? 0,
                points: try view.points(of: series, in: window, points: points),
                window: window, bucketMilliseconds: bucketMilliseconds, view: view)
        }
        return HTML("div", ["class": "tiles"]) { for tile in tiles { tile.html } }
    }
}
