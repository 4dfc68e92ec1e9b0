import RueWire

/// The JSON of the API's answers. What each member means is told in the OpenAPI document.
enum HouseAnswers {
    static func nodes(_ house: HouseSnapshot) -> [UInt8] {
        object(capacity: 1_024 * (house.nodes.count + 1)) { json in
            head(house, &json)
            json.objects("nodes", house.nodes, write)
        }
    }

    static func series(_ house: HouseSnapshot) -> [UInt8] {
        object(capacity: 16_384) { json in
            head(house, &json)
            json.objects("series", house.nodes.flatMap(named)) { series, json in
                describe(series.state, of: series.sensor, &json)
            }
        }
    }

    static func latest(_ house: HouseSnapshot) -> [UInt8] {
        object(capacity: 65_536) { json in
            head(house, &json)
            json.objects("series", house.nodes.flatMap(\.allSeries)) { series, json in
                json.latest(series)
                json.member("unit", series.unit)
                json.member("stale", series.isStale(nowMilliseconds: house.nowMilliseconds))
            }
            json.objects("faults", house.nodes.flatMap(failing)) { failing, json in
                json.member("node", failing.node)
                json.member("sensor", failing.sensor)
                json.fault(failing.fault)
            }
        }
    }

    static func range(_ request: RangeRequest, _ answer: RangeAnswer) -> [UInt8] {
        let points = answer.series.reduce(0) { $0 + $1.points.count }
        return object(capacity: 1_024 + points * 48) { json in
            json.member("from", request.from)
            json.member("to", request.to)
            json.member("bucket_ms", answer.bucketMilliseconds)
            json.objects("series", answer.series) { series, json in
                json.member("series", series.id.text)
                json.member("unit", series.unit)
                json.list("points", series.points, write)
            }
        }
    }

    private static func object(
        capacity: Int, _ body: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var json = JSONWriter(capacity: capacity)
        json.object(body)
        return json.bytes
    }

    // MARK: Parts

    private static func head(_ house: HouseSnapshot, _ json: inout JSONWriter) {
        json.member("now", house.nowMilliseconds)
        json.member("position", house.logPosition)
        json.member("complete", house.isComplete)
    }

    private static func write(_ node: NodeState, _ json: inout JSONWriter) {
        json.member("name", node.name)
        json.member("base_name", node.baseName)
        json.member("key_words", node.keyWords)
        json.member("created", node.createdMilliseconds)
        json.member("last_seen", node.lastSeenMilliseconds)
        json.member("silent_after_ms", node.silentAfterMilliseconds)
        json.member("condition", node.condition.rawValue)
        json.member("head", node.head) { head, json in
            json.member("sequence", Int64(clamping: head.sequence))
            json.member("id", head.id.map { Hex.encode($0.bytes) })
        }
        json.objects("sensors", node.sensors, write)
        json.ids("health", node.health)
    }

    private static func write(_ sensor: SensorState, _ json: inout JSONWriter) {
        json.member("sensor", sensor.id)
        json.member("condition", sensor.condition.rawValue)
        json.member("fault", sensor.fault) { fault, json in json.fault(fault) }
        json.ids("series", sensor.series)
    }

    /// A node's series, each with the name of its sensor.
    private static func named(
        _ node: NodeState
    ) -> [(sensor: String?, state: SeriesState)] {
        node.sensors.flatMap { sensor in sensor.series.map { (sensor.id, $0) } }
            + node.health.map { (nil, $0) }
    }

    private static func describe(
        _ series: SeriesState, of sensor: String?, _ json: inout JSONWriter
    ) {
        json.member("series", series.id.text)
        json.member("node", series.id.node)
        json.member("sensor", sensor)
        json.member("quantity", series.quantity)
        json.member("unit", series.unit)
        json.member("interval_ms", series.intervalMilliseconds)
        json.member("stale_after_ms", series.staleAfterMilliseconds)
    }

    private static func failing(
        _ node: NodeState
    ) -> [(node: String, sensor: String, fault: SensorState.Fault)] {
        node.sensors.compactMap { sensor in
            guard sensor.condition == .failing, let fault = sensor.fault else { return nil }
            return (node.name, sensor.id, fault)
        }
    }

    private static func write(_ point: RangePoint, _ json: inout JSONWriter) {
        json.array { json in
            json.integer(point.timeMilliseconds)
            json.number(point.minimum)
            if point.count == 1 { json.number(point.minimum) } else { json.double(point.mean) }
            json.number(point.maximum)
            json.integer(Int64(point.count))
        }
    }
}
