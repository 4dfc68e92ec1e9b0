import RueWire

/// The JSON of the API's answers. What each member means is told in the OpenAPI document.
enum HouseAnswers {
    static func nodes(_ house: HouseSnapshot) -> [UInt8] {
        var json = JSONWriter(capacity: 1_024 * (house.nodes.count + 1))
        json.object { json in
            head(house, &json)
            json.name("nodes")
            json.array { json in
                for node in house.nodes { write(node, &json) }
            }
        }
        return json.bytes
    }

    static func series(_ house: HouseSnapshot) -> [UInt8] {
        var json = JSONWriter(capacity: 16_384)
        json.object { json in
            head(house, &json)
            json.name("series")
            json.array { json in
                for node in house.nodes {
                    for sensor in node.sensors {
                        for series in sensor.series { describe(series, sensor.id, &json) }
                    }
                    for series in node.health { describe(series, nil, &json) }
                }
            }
        }
        return json.bytes
    }

    static func latest(_ house: HouseSnapshot) -> [UInt8] {
        var json = JSONWriter(capacity: 65_536)
        json.object { json in
            head(house, &json)
            json.name("series")
            json.array { json in
                for node in house.nodes {
                    for series in node.allSeries { latest(series, house, &json) }
                }
            }
            json.name("faults")
            json.array { json in
                for node in house.nodes {
                    for sensor in node.sensors where sensor.condition == .failing {
                        fault(of: sensor, node, &json)
                    }
                }
            }
        }
        return json.bytes
    }

    static func range(_ request: RangeRequest, _ answer: RangeAnswer) -> [UInt8] {
        let points = answer.series.reduce(0) { $0 + $1.points.count }
        var json = JSONWriter(capacity: 1_024 + points * 48)
        json.object { json in
            json.name("from")
            json.integer(request.from)
            json.name("to")
            json.integer(request.to)
            json.name("bucket_ms")
            json.integer(answer.bucketMilliseconds)
            json.name("series")
            json.array { json in
                for series in answer.series { write(series, &json) }
            }
        }
        return json.bytes
    }

    // MARK: Parts

    private static func head(_ house: HouseSnapshot, _ json: inout JSONWriter) {
        json.name("now")
        json.integer(house.nowMilliseconds)
        json.name("position")
        json.integer(house.logPosition)
        json.name("complete")
        json.bool(house.isComplete)
    }

    private static func write(_ node: NodeState, _ json: inout JSONWriter) {
        json.object { json in
            json.name("name")
            json.text(node.name)
            json.name("base_name")
            json.text(node.baseName)
            json.name("key_words")
            json.text(node.keyWords)
            json.name("created")
            json.integer(node.createdMilliseconds)
            json.name("last_seen")
            json.integer(node.lastSeenMilliseconds)
            json.name("silent_after_ms")
            json.integer(node.silentAfterMilliseconds)
            json.name("condition")
            json.text(node.condition.rawValue)
            json.name("head")
            write(node.head, &json)
            json.name("sensors")
            json.array { json in
                for sensor in node.sensors { write(sensor, &json) }
            }
            json.name("health")
            json.array { json in
                for series in node.health { json.text(series.id.text) }
            }
        }
    }

    private static func write(_ head: NodeState.Head?, _ json: inout JSONWriter) {
        guard let head else { return json.null() }
        json.object { json in
            json.name("sequence")
            json.integer(Int64(clamping: head.sequence))
            json.name("id")
            json.text(head.id.map { Hex.encode($0.bytes) })
        }
    }

    private static func write(_ sensor: SensorState, _ json: inout JSONWriter) {
        json.object { json in
            json.name("sensor")
            json.text(sensor.id)
            json.name("condition")
            json.text(sensor.condition.rawValue)
            json.name("fault")
            if let fault = sensor.fault {
                json.object { json in
                    json.name("t")
                    json.integer(fault.timeMilliseconds)
                    json.name("text")
                    json.text(fault.text)
                }
            } else {
                json.null()
            }
            json.name("series")
            json.array { json in
                for series in sensor.series { json.text(series.id.text) }
            }
        }
    }

    private static func describe(
        _ series: SeriesState, _ sensor: String?, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.name("series")
            json.text(series.id.text)
            json.name("node")
            json.text(series.id.node)
            json.name("sensor")
            json.text(sensor)
            json.name("quantity")
            json.text(series.quantity)
            json.name("unit")
            json.text(series.unit)
            json.name("interval_ms")
            json.integer(series.intervalMilliseconds)
            json.name("stale_after_ms")
            json.integer(series.staleAfterMilliseconds)
        }
    }

    private static func latest(
        _ series: SeriesState, _ house: HouseSnapshot, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.name("series")
            json.text(series.id.text)
            json.name("t")
            json.integer(series.timeMilliseconds)
            json.name("v")
            json.value(series.value)
            json.name("unit")
            json.text(series.unit)
            json.name("stale")
            json.bool(series.isStale(nowMilliseconds: house.nowMilliseconds))
        }
    }

    private static func fault(
        of sensor: SensorState, _ node: NodeState, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.name("node")
            json.text(node.name)
            json.name("sensor")
            json.text(sensor.id)
            json.name("t")
            json.integer(sensor.fault?.timeMilliseconds)
            json.name("text")
            json.text(sensor.fault?.text ?? "")
        }
    }

    private static func write(_ series: SeriesRange, _ json: inout JSONWriter) {
        json.object { json in
            json.name("series")
            json.text(series.id.text)
            json.name("unit")
            json.text(series.unit)
            json.name("points")
            json.array { json in
                for point in series.points { write(point, &json) }
            }
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
