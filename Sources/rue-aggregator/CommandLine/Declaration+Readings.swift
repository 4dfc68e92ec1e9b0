import RueCommandLine

extension Declaration {
    private static let filter = [
        Option(
            "sensor", placeholder: "NAME",
            help: "Only this sensor; 'node' is what a node says of itself.", isRepeatable: true),
        Option(
            "quantity", placeholder: "NAME", help: "Only this quantity, as temperature.",
            isRepeatable: true),
        Option(
            "series", placeholder: "NAME", help: "Only this series, as air_temperature.",
            isRepeatable: true),
        Option("from", placeholder: "TIME", help: "From then on."),
        Option("to", placeholder: "TIME", help: "Until then."),
    ]

    private static func node(_ otherwise: String) -> Option {
        Option(
            "node", short: "n", placeholder: "NAME",
            help: "Only this node. Without it: " + otherwise + ".", isRepeatable: true)
    }

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

            What nodes say of themselves (uptime, free space, faults: the sensor 'node') is left \
            out unless --health, --sensor, --quantity or --series asks for it. Revoked nodes are \
            left out unless --node names them.

            \(times)

            Values are printed exactly as the node signed them. 'verified' means that the \
            signature of the reading's batch was checked again, for this answer, under the key \
            that the store has for the node; 'rue-aggregator verify' checks also that the chain \
            is whole. '?' behind a time: the server's guess.

            What a node shows of the present while it sends again what the server lacks is on the \
            page at once, and here when its turn has come: only the server that runs has seen it.
            """,
        options: [node("every active node")] + filter + [
            Option(flag: "health", help: "What nodes say of themselves, too."),
            Option(flag: "follow", short: "F", help: "Go on, with readings as they arrive."),
            format,
        ])

    static let export = Command(
        "export", summary: "Write readings to a file.",
        discussion: """
            Node after node, each by rising time; last those whose time is not known, which the \
            senml formats leave out. Without --from and --to: all. Every node is included, \
            revoked ones too, and with it what nodes say of themselves.

            SenML has no place for a node's name: its records bear the base name of the device, \
            and 'rue-aggregator node list --format json' tells which node has which.

            With --proof, the evidence itself is written: what the nodes have signed, and all that \
            is needed to check it on another machine, without this server: \
            'rue-aggregator verify FILE'. It holds whole batches, from the first that --from and \
            --to touch to the last.

            \(times)
            """,
        options: [node("every node, revoked ones too")] + filter + [
            Option(
                "format", short: "f", placeholder: "FORMAT",
                help: "csv, json (one object a line), senml (RFC 8428, JSON) or senml-cbor.",
                default: "csv"),
            Option(
                "output", short: "o", placeholder: "FILE", help: "Where to.",
                default: "standard output"),
            Option(
                "proof", placeholder: "FILE",
                help: "Write an archive that proves itself, instead of readings."),
        ])

    static let verify = Command(
        "verify", summary: "Check every grant, id, link and signature again.",
        discussion: """
            Without FILE: of all that the store holds. With FILE: of an archive that \
            'rue-aggregator export --proof' has made, on any machine; no state folder is needed.

            An archive tells whose it is by the four words of the server's key, which \
            'rue-aggregator setup' prints on the server: compare them, or give them as --server. \
            In an archive, a signature vouches for all items before it: the last of each run is \
            checked, and all of them when something is wrong.

            Needs no server and no network. Exit status 0: all bears out; 1: something does not, \
            and is named; 2: it could not be checked.
            """,
        options: [
            Option(
                "node", short: "n", placeholder: "NAME",
                help: "In the store: check the signatures of this node only."),
            Option(
                "server", placeholder: "WORDS",
                help: "In an archive: the four words of the server's key, or its id in "
                    + "hexadecimal digits."),
            Option(flag: "every-signature", help: "In an archive: check every signature."),
            textOrJSON,
        ],
        positionals: [Positional("FILE", help: "An archive.", isRequired: false)])
}
