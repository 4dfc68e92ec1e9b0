/// What a house says of nodes that it takes in and does not show yet, as a rebuilt server's: whoever
/// sees no room of theirs shall not enrol them anew.
struct PendingNodes {
    let count: Int
    /// The name of one of them.
    let first: String

    var html: HTML {
        HTML("section", ["class": "empty", "aria-labelledby": "pending-title", "id": "pending"]) {
            HTML("h2", ["id": "pending-title"]) {
                TerminalText.count(count, "node") + (count == 1 ? " waits" : " wait")
                    + " to be confirmed"
            }
            HTML("p") {
                "This server keeps what " + (count == 1 ? "it sends" : "they send")
                    + ", and shows nothing of it until you say which room it is. No new link is "
                    + "needed."
            }
            HTML("ol") {
                EmptyHouse.step(
                    "Compare the four key words with those in the log of the device itself:",
                    "rue-aggregator node list")
                EmptyHouse.step(
                    "Are they the same? Then name it:",
                    "rue-aggregator node confirm " + first + " NAME")
            }
        }
    }
}
