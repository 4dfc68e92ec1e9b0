import RueCommandLine

/// A program with every kind of thing that can be declared.
enum SampleCommand {
    static let root = Command(
        "house", summary: "Looks after a house.",
        options: [
            Option("state", short: "s", placeholder: "DIR", help: "Where.", default: "/var/house")
        ],
        subcommands: [
            Command("serve", summary: "Serves.", options: serveOptions),
            Command(
                "node", summary: "Nodes.",
                subcommands: [
                    Command(
                        "add", summary: "Adds a node.",
                        discussion: "A paragraph.\n\n    indented  example",
                        options: [Option(flag: "replace", short: "r", help: "Replace it.")],
                        positionals: [Positional("NAME", help: "Its name.")]),
                    Command("list", summary: "Lists nodes."),
                ]),
            Command(
                "copy", summary: "Copies.",
                positionals: [
                    Positional("FROM", help: "First."),
                    Positional("TO", help: "Rest.", isRequired: false, isRepeatable: true),
                ]),
        ])

    static let serveOptions = [
        Option("listen", short: "l", placeholder: "ADDRESS", help: "On.", isRepeatable: true),
        Option("port", short: "p", placeholder: "PORT", help: "Port.", default: "8443"),
        Option("since", placeholder: "TIME", help: "From when on."),
        Option(flag: "quiet", short: "q", help: "Say less."),
        Option(flag: "verbose", short: "v", help: "Say more."),
    ]
}
