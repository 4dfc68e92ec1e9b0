import RueStore
import RueWire

/// What there is to know of a node itself: key, chain, spool, and what was odd.
struct NodeFacts {
    let node: NodeState
    let view: HouseView
    let overview: NodeOverview?

    var html: HTML {
        HTML("section", ["aria-labelledby": "facts-title", "id": "facts"]) {
            HTML("h2", ["id": "facts-title"]) { "The node" }
            HTML("dl", ["class": "card facts"]) {
                identity
                delivery
                health
            }
            events
        }
    }

    @HTMLBuilder private var identity: HTML {
        Fact.html("Key words", id: "key-words") {
            HTML("strong", ["class": "words"]) { node.keyWords }
            HTML("small") { "The node shows the same four words." }
        }
        Fact.html("Chain", id: "chain") {
            if let head = node.head {
                "item "
                HTML("strong") { NumberText.count(head.sequence) }
                if let id = head.id {
                    " "
                    HTML("code", ["title": Hex.encode(id.bytes)]) {
                        String(Hex.encode(id.bytes).prefix(12)) + "…"
                    }
                }
            } else {
                "nothing yet"
            }
        }
        Fact.html("Last seen", id: "last-seen") {
            if let seen = node.lastSeenMilliseconds {
                Age.html(seen, view, classes: "when")
            } else {
                "never"
            }
        }
        Fact.html("Added", id: "added") {
            TimeElement.html(node.createdMilliseconds, view.zone, .full)
        }
    }

    @HTMLBuilder private var delivery: HTML {
        count("Waiting on the node", "node_undelivered", "batches not yet delivered")
        Fact.html("Stored here", id: "stored") {
            if let counts = overview?.counts {
                NumberText.count(counts.total) + "\u{A0}items"
                if counts.quarantined > 0 { ", \(counts.quarantined) in quarantine" }
            } else {
                NumberText.none
            }
        }
        Fact.html("Lost by the node", id: "gaps") { gaps }
        count("Readings dropped", "node_dropped", "could not be stored on the node")
        count("Readings thinned", "node_thinned", "latest summary of a full spool")
    }

    @HTMLBuilder private var health: HTML {
        Fact.html("Running for", id: "uptime") {
            node.uptimeMilliseconds.map { SpanText.text(milliseconds: Int64(clamping: $0)) }
                ?? NumberText.none
        }
        count("Samples", "node_samples", "since it started")
        count("Faults", "node_faults", "samples that failed")
        count("Recovered", "node_recovered", "readings that a driver made good")
        count("Suspect", "node_suspect", "readings of what may be clones or failing parts")
        frames
    }

    /// Where the node has a DHT22 or DHT11.
    @HTMLBuilder private var frames: HTML {
        count("DHT frames", "node_dht_attempts", "asked for since it started")
        count("Too short", "node_dht_truncated", "DHT frames that lacked edges")
        count("Checksum wrong", "node_dht_checksum_failures", "DHT frames that were damaged")
        count("Made good", "node_dht_recovered", "DHT frames that lacked one edge")
    }

    private func count(_ term: String, _ name: String, _ meaning: String) -> HTML? {
        guard let series = node.health.first(where: { $0.id.name == name }) else { return nil }
        return Fact.html(term, id: name) {
            HTML("data", ["value": ValueText.plain(series.value), "data-series": series.id.text]) {
                grouped(series.value)
            }
            HTML("small") { meaning }
        }
    }

    private func grouped(_ value: SenMLValue) -> String {
        guard case .decimal(let decimal) = value, let whole = decimal.scaled(places: 0) else {
            return ValueText.plain(value)
        }
        return NumberText.count(whole)
    }

    @HTMLBuilder private var gaps: HTML {
        if let gaps = overview?.gaps, !gaps.isEmpty {
            HTML("ul") {
                for gap in gaps {
                    HTML("li") {
                        "items \(NumberText.count(gap.sequences.lowerBound)) to "
                        "\(NumberText.count(gap.sequences.upperBound)), said "
                        TimeElement.html(gap.recordedMilliseconds, view.zone, .full)
                    }
                }
            }
        } else {
            "nothing"
        }
    }

    @HTMLBuilder private var events: HTML {
        if let events = overview?.events, !events.isEmpty {
            HTML("h3") { "What was odd" }
            HTML("ul", ["class": "card events", "id": "events"]) {
                for event in events {
                    HTML("li") {
                        HTML("strong") { event.kind.description }
                        event.count > 1 ? " \(NumberText.count(event.count)) times, last " : " "
                        TimeElement.html(event.lastMilliseconds, view.zone, .full)
                        HTML("p") { event.detail }
                    }
                }
            }
        }
    }
}
