import RueAggregatorCore
import RueStore
import RueWire

/// What `node show` tells a script.
enum NodeJSON {
    static func object(_ overview: NodeOverview) -> JSONObject {
        let node = overview.node
        var object = JSONObject()
        object.add("node", node.name)
        object.add("status", node.status.description)
        object.add("base_name", node.baseName)
        object.add("key_words", overview.currentKey == nil ? nil : overview.keyWords)
        object.add("key", overview.currentKey?.keyID.hex)
        object.add("enrolled", UTCTime.text(milliseconds: node.createdMilliseconds))
        object.add("head", overview.head.map(head))
        object.add(
            "last_seen",
            overview.head.map { UTCTime.text(milliseconds: $0.receivedMilliseconds) })
        object.add("items", overview.counts.total)
        object.add("quarantined", overview.counts.quarantined)
        object.add("lost", overview.gaps.map(gap))
        object.add("alerts", overview.events.map(event))
        return object
    }

    private static func head(_ head: NodeOverview.Head) -> JSONObject {
        var object = JSONObject()
        object.add("sequence", head.sequence)
        object.add("id", head.id?.hex)
        return object
    }

    private static func gap(_ gap: GapRecord) -> JSONObject {
        var object = JSONObject()
        object.add("first", gap.sequences.lowerBound)
        object.add("last", gap.sequences.upperBound)
        return object
    }

    private static func event(_ event: EventRecord) -> JSONObject {
        var object = JSONObject()
        object.add("kind", event.kind.description)
        object.add("count", event.count)
        object.add("first", UTCTime.text(milliseconds: event.firstMilliseconds))
        object.add("last", UTCTime.text(milliseconds: event.lastMilliseconds))
        object.add("detail", event.detail)
        return object
    }
}
