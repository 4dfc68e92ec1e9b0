import RueCommandLine

enum IngestCommand {
    static let declaration = Command(
        "ingest", summary: "Measure how fast a real server takes in signed batches.",
        discussion: """
            Starts rue-aggregator (the one beside this program), enrols nodes, signs all batches \
            in advance, sends them over keep-alive TLS connections, and compares the server's \
            processor time a batch with one bare verification and one bare signature, measured in \
            the same run. Build with -c release.
            """,
        options: [
            Option(
                "batches", placeholder: "N", help: "How many batches of 60 readings in all.",
                default: "20000"),
            Option("nodes", placeholder: "N", help: "How many nodes.", default: "50"),
            Option("connections", placeholder: "N", help: "How many connections.", default: "8"),
            Option(
                "per-request", placeholder: "N",
                help: "How many batches in a request: 1 as live, up to 64 as after an outage.",
                default: "1"),
            Option("format", placeholder: "FORMAT", help: "text or json.", default: "text"),
        ])

    static func run(_ arguments: ParsedArguments) throws {
        let options = try IngestOptions(arguments)
        if options.totalBatches != options.batches {
            Bench.complain(
                "\(options.batches) batches are rounded up to \(options.totalBatches), so that "
                    + "every node sends as many whole requests")
        }
        let report = try IngestRun(options).run()
        print(options.isJSON ? report.json : report.text)
    }
}
