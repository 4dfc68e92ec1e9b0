import RueHTTP
import RueStore
import RueWire

@testable import RueAggregatorCore

/// A house as the pages see it, without a store.
struct PageFixture {
    /// 2026-11-20T13:00:00Z.
    static let now: Int64 = 1_795_179_600_000

    var nodes: [NodeState] = []
    var points: [SeriesID: [RangePoint]] = [:]
    var failure: StoreError?
    var isComplete = true
    var overview: NodeOverview?
    var pending: [String] = []

    static func series(
        _ node: String, _ name: String, quantity: String = "temperature", unit: String? = "Cel",
        milli: Int64 = 21_370, age: Int64 = 4_000
    ) -> SeriesState {
        SeriesState(
            id: SeriesID(node: node, name: name), quantity: quantity, unit: unit,
            value: .decimal(DecimalFraction(milli: milli)), timeMilliseconds: now - age,
            receivedMilliseconds: now - age + 200, intervalMilliseconds: 5_000)
    }

    static func sensor(
        _ node: String, _ id: String = "air", condition: SensorCondition = .fresh,
        fault: String? = nil, age: Int64 = 4_000
    ) -> SensorState {
        SensorState(
            id: id, condition: condition,
            fault: fault.map {
                .init(
                    text: $0, timeMilliseconds: now - 3_000, sinceMilliseconds: now - age + 60_000)
            },
            series: [series(node, id + "_temperature", age: age)])
    }

    static func node(
        _ name: String, sensors: [SensorState]? = nil, condition: NodeCondition = .live,
        age: Int64 = 4_000, created: Int64 = 0, health: [SeriesState] = []
    ) -> NodeState {
        NodeState(
            name: name, baseName: "urn:dev:ow:1_", keyWords: "lusab-babad-gutih-tugad",
            createdMilliseconds: created,
            lastSeenMilliseconds: condition == .waiting ? nil : now - age,
            silentAfterMilliseconds: 60_000, condition: condition,
            sensors: condition == .waiting ? [] : sensors ?? [sensor(name)], health: health)
    }

    static func point(_ time: Int64, _ low: Int64, _ mean: Double, _ high: Int64) -> RangePoint {
        RangePoint(
            timeMilliseconds: time, minimum: .decimal(DecimalFraction(milli: low)), mean: mean,
            maximum: .decimal(DecimalFraction(milli: high)), count: 10)
    }

    var view: HouseView {
        let (points, failure, overview, pending) = (points, failure, overview, pending)
        return HouseView(
            snapshot: HouseSnapshot(
                nowMilliseconds: Self.now, nodes: nodes, logPosition: 1, isComplete: isComplete),
            zone: .fixed(seconds: 3_600, name: "CET"),
            history: { (request) throws(StoreError) in
                if let failure { throw failure }
                return RangeAnswer(
                    bucketMilliseconds: request.bucketMilliseconds,
                    series: request.series.map {
                        SeriesRange(id: $0, unit: nil, points: points[$0] ?? [])
                    })
            },
            overview: { (_) throws(StoreError) in overview }, pending: { pending })
    }

    func response(_ path: String, _ query: String? = nil) throws -> HTTPResponse? {
        try HousePages.response(path: path, query: query, view: view)
    }

    /// The page's markup; empty without a page.
    func page(_ path: String, _ query: String? = nil) throws -> String {
        String(decoding: try response(path, query)?.body ?? [], as: UTF8.self)
    }
}
