import RueCommandLine

/// What the program understands; its help is rendered from this.
enum Declaration {
    static let defaultState = "/var/lib/rue-aggregator"
    static let defaultPort = 8443

    static let root = Command(
        "rue-aggregator",
        summary: "Keeps what a house's nodes have signed, and shows it.",
        options: [
            Option(
                "state", short: "s", placeholder: "DIR",
                help: "The folder with keys, settings and store.", default: defaultState)
        ],
        subcommands: [
            setup, serve, doctor, node, query, export, verify, backup, restore, recoveryKit,
            renewTLS, version,
        ])

    private static let host = Option(
        "host", placeholder: "NAME",
        help: "A name or address under which nodes reach this machine, for the links; the best "
            + "first.", default: "this machine's name, with .local where avahi runs",
        isRepeatable: true)

    private static let setup = Command(
        "setup", summary: "Make keys, certificate, recovery kit and settings.",
        discussion: """
            What is there already is left alone: a second run changes nothing. On a terminal it \
            asks what no option says: the name for the links, and where the recovery kit shall go.

            With --recovery-kit, a lost server is rebuilt with its signing key, serves with the \
            recovery key of the kit, which its nodes know, and gets a new kit. They then send again \
            what they keep. A server that is brought back with its history: 'restore'.
            """,
        options: [
            host,
            Option(
                "port", short: "p", placeholder: "PORT", help: "The port for nodes.",
                default: String(defaultPort) + ", or that of the kit"),
            Option(
                "recovery-kit", placeholder: "FILE",
                help: "The kit of the lost server, copied or typed in."),
            Option(
                "write-kit", placeholder: "FILE",
                help:
                    "Write the new recovery kit to a new file, on a medium to take away, check it "
                    + "there, and leave none here."),
            Option(flag: "yes", short: "y", help: "Ask nothing."),
        ])

    private static let serve = Command(
        "serve", summary: "Take in what nodes send, and show the house, until SIGINT or SIGTERM.",
        discussion:
            "The page is for this machine only, until there are accounts; from another one: "
            + "ssh -L 8080:localhost:8080 THIS-MACHINE",
        options: [
            Option(
                "port", short: "p", placeholder: "PORT",
                help: "The port to listen on; 0 lets the system choose. It is kept for links and "
                    + "for the next start.", default: "that of the settings"),
            Option(
                flag: "loopback",
                help: "Listen on this machine's own addresses only, instead of all."),
            Option(
                "page", placeholder: "[ADDRESS:]PORT|off",
                help: "Where the house's page and its JSON API are; 0 lets the system choose the "
                    + "port.", default: "127.0.0.1:" + String(PageAddress.defaultPort)),
        ])

    private static let doctor = Command(
        "doctor", summary: "Look for what is wrong or soon will be, and say what to do.",
        discussion: """
            Looks at the set-up, certificate, permissions, store, disk, clock, ports, names, the \
            service, the recovery kit, the newest backup, and the nodes. Changes nothing, and the \
            server may serve meanwhile. The evidence itself is checked by 'rue-aggregator verify'.

            Exit status 0: all is well, or there are warnings only; 1: something fails.
            """,
        options: [textOrJSON])

    private static let renewTLS = Command(
        "renew-tls", summary: "Change the TLS key by which nodes know this server.",
        discussion: """
            Nodes know two keys: the one that the server presents, and that of its recovery kit. \
            With --kit the server changes to the kit's, so no node meets a key that it does not \
            know, and a new kit is made, of which nodes learn from the server. With --new-kit only \
            the kit is made anew: when the old one is lost, or others have seen it. The server \
            must be stopped meanwhile.

            Without an option: which nodes have learnt what.
            """,
        options: [
            Option(
                "kit", placeholder: "FILE",
                help: "The present recovery kit, copied or typed in."),
            Option(flag: "new-kit", help: "Make a new recovery kit, and keep the TLS key."),
            Option(
                flag: "force",
                help: "Change the key although there are nodes that do not know the kit's; they "
                    + "must be enrolled again."),
        ])

    private static let version = Command(
        "version", summary: "Print the version.", showsInheritedOptions: false)

    static let textOrJSON = Option(
        "format", short: "f", placeholder: "FORMAT", help: "text or json (one object).",
        default: "text")

    static let format = Option(
        "format", short: "f", placeholder: "FORMAT",
        help: "table, csv or json (one object a line).",
        default: "table")
}
