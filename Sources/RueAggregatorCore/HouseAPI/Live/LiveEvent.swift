/// Puts events into words (WHATWG HTML §9.2.5). JSON has no line breaks of its own, so a name or a
/// fault's text can neither end an event nor begin one.
enum LiveEvent {
    /// How long a browser waits before it comes back, in milliseconds.
    static let retryMilliseconds = 2_000

    /// A comment, which clients pass over.
    static let heartbeat = Array(": still here\n\n".utf8)

    /// The first event of a stream: where the log stands, and the server's time.
    static func hello(position: Int64, nowMilliseconds now: Int64) -> [UInt8] {
        Array("retry: \(retryMilliseconds)\n".utf8)
            + event("hello", position: position, moment(position, now))
    }

    /// More has changed than readings tell: clients are to ask for all of it anew.
    static func house(position: Int64, nowMilliseconds now: Int64) -> [UInt8] {
        event("house", position: position, moment(position, now))
    }

    private static func moment(_ position: Int64, _ now: Int64) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("position", position)
            json.member("now", now)
        }
        return json.bytes
    }

    /// What arrived from one node.
    static func readings(_ arrival: HouseUpdate.Arrival, position: Int64) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("node", arrival.node)
            json.member("received", arrival.receivedMilliseconds)
            json.objects("values", arrival.values) { series, json in json.latest(series) }
            json.objects("faults", arrival.faults) { fault, json in
                json.member("sensor", fault.sensor)
                json.fault(fault.fault)
            }
            json.member("from", arrival.times?.lowerBound)
            json.member("to", arrival.times?.upperBound)
            json.member("count", arrival.batches)
        }
        return event("readings", position: position, json.bytes)
    }

    private static func event(_ name: String, position: Int64, _ data: [UInt8]) -> [UInt8] {
        Array("event: \(name)\nid: \(position)\ndata: ".utf8) + data + Array("\n\n".utf8)
    }
}
