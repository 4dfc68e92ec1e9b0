/// What a house without nodes says: what to do next, in commands that can be copied.
enum EmptyHouse {
    static var html: HTML {
        HTML("section", ["class": "empty", "aria-labelledby": "empty-title", "id": "empty"]) {
            HTML("h2", ["id": "empty-title"]) { "No rooms yet" }
            HTML("p") { "Every room has a node: a small computer with sensors. To add the first:" }
            HTML("ol") {
                step(
                    "Here, make a one-time link, good for 15 minutes:",
                    "rue-aggregator node add kitchen")
                step(
                    "On the node, enrol with that link; Devices/ has descriptions to start from:",
                    "rue-agent enrol 'rue://…' --config kitchen.yaml")
                step(
                    "Compare the four words that both sides show. Then let it run:",
                    "rue-agent run --config kitchen.yaml")
            }
            HTML("p") { "Only looking? Six simulated rooms with thirty days of history:" }
            command("Deploy/demo")
            HTML("p", ["class": "quiet"]) { "This page shows the room as soon as it is enrolled." }
        }
    }

    /// What to do, and the command for it.
    static func step(_ text: String, _ line: String) -> HTML {
        HTML("li") {
            HTML("p") { text }
            command(line)
        }
    }

    private static func command(_ line: String) -> HTML {
        HTML("pre", ["tabindex": "0"]) { HTML("code") { line } }
    }
}
