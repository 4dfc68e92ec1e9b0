import RueCommandLine

extension Declaration {
    private static let filter = [
        Option(
            "node", short: "n", placeholder: "NAME",
            help: "Only this node. Without it: every active node.", isRepeatable: true),
        Option("sensor", placeholder: "NAME", help: "Only this sensor.", isRepeatable: true),
        Option(
            "series", placeholder: "NAME", help: "Only this series, as air_temperature.",
            isRepeatable: true),
        Option("from", placeholder: "TIME", help: "From then on."),
        Option("to", placeholder: "TIME", help: "Until then."),
    ]

    private static let times = """
        TIME is a date and time in UTC or with its zone (2026-11-20, 2026-11-20T09:30Z, \
        2026-11-20T10:30+01:00), or so long before now: -90s, -30m, -24h, -7d, -2w; or now. Both \
        ends are included.
        """

    static let query = Command(
        "query", summary: "Show readings: the latest, a range, or as they arrive.",
        discussion: """
            Without --from or --to: the latest reading of every series; one that was silent for a \
            day before its node's newest batch is left out.

            \(times)

            Values are printed exactly as the node signed them. 'verified' means that the \
            signature of the reading's batch was checked again, for this answer, under the key \
            that the store has for the node; 'rue-aggregator verify' checks also that the chain \
            is whole. '?' behind a time: the server's guess.
            """,
        options: filter + [
            Option(flag: "follow", short: "F", help: "Go on, with readings as they arrive."),
            format,
        ])

    static let export = Command(
        "export", summary: "Write readings to a file.",
        discussion: """
            Node after node, each by rising time; last those whose time is not known, which the \
            senml formats leave out. Without --from and --to: all.

            \(times)
            """,
        options: filter + [
            Option(
                "format", short: "f", placeholder: "FORMAT",
                help: "csv, json (one object a line), senml (RFC 8428, JSON) or senml-cbor.",
                default: "csv"),
            Option(
                "output", short: "o", placeholder: "FILE", help: "Where to.",
                default: "standard output"),
        ])

    static let verify = Command(
        "verify", summary: "Check every grant, id, link and signature in the store again.",
        discussion: """
            Needs no server and no network. Exit status 0: all bears out; 1: something does not, \
            and is named; 2: it could not be checked.
            """,
        options: [
            Option(
                "node", short: "n", placeholder: "NAME",
                help: "Check the signatures of this node only.")
        ])
}
