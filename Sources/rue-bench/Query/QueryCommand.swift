import RueCommandLine

enum QueryCommand {
    static let declaration = Command(
        "query", summary: "Measure how fast a real server answers what a page asks.",
        discussion: """
            Fills the store of a real rue-aggregator (the one beside this program) with 10 million \
            readings over a year: 50 nodes, 9 series each. The first node is the one that is asked \
            about: a reading every 5 minutes of each series, and one every 10 s on the last day; \
            the other nodes share the rest evenly. All of it goes the real path: signed batches of \
            60, 64 in a request, over TLS, verified, committed, the nodes' requests interleaved in \
            time. Then it asks, over HTTP on the page's port: a day raw of one series, a year of \
            one series by hours (minimum, mean, maximum), the latest values of all 450 series. \
            Each answer is checked. "first" is the first request to a server just started, the \
            store's file dropped from the page cache; beside it stand the same bytes over loopback \
            from a server that does nothing else. Build with -c release.
            """,
        options: [
            Option(
                "readings", placeholder: "N", help: "How many readings, about.",
                default: "10000000"),
            Option(
                "interval", placeholder: "SECONDS",
                help: "How often the node that is asked about sampled in its year.",
                default: "300"),
            Option(
                "requests", placeholder: "N",
                help: "How often each is asked, for at most 30 s.", default: "200"),
            Option(
                "store", placeholder: "DIR",
                help: "Keep the store in this folder, and use it again the next time."),
            Option("format", placeholder: "FORMAT", help: "text or json.", default: "text"),
        ])

    static func run(_ arguments: ParsedArguments) throws {
        let options = try QueryOptions(arguments)
        let report = try QueryRun(options).run()
        print(options.isJSON ? report.json : report.text)
    }
}
