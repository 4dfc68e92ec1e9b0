import RueCommandLine

extension Declaration {
    private static let name = Positional("NAME", help: "The node's name.")

    static let node = Command(
        "node", summary: "Invite, list, show, confirm, rename and revoke nodes.",
        subcommands: [add, list, show, confirm, rename, revoke])

    private static let add = Command(
        "add", summary: "Make a one-time link that enrols a node.",
        discussion: """
            The link is printed, one for each host of the settings: give one of them to \
            'rue-agent enrol' on the node. It works once, for 15 minutes, or for as long as \
            --valid says: a card that is prepared now and used tomorrow wants '--valid 2d'. A newer \
            link for the same name ends it. Whoever has it can enrol in the node's place.

            A node is a device, known by its base name: the hardware address of its board. With \
            --replace, the same device gets a new key, after its state folder was lost. Another \
            board is another node: free the name first, then invite.

                rue-aggregator node rename kitchen kitchen-old
                rue-aggregator node add kitchen

            A simulated node has no board; its base name comes from its key, so a new key makes \
            it another node too.
            """,
        options: [
            Option(
                flag: "replace",
                help: "The node exists: let the same device come back with a new key. The old key "
                    + "is revoked when the new one enrols."),
            Option(
                "link-file", short: "o", placeholder: "FILE",
                help: "Write the first link to a new file that only you can read, and print none."),
            Option(
                "valid", placeholder: "TIME",
                help:
                    "How long the link is good: 1m to 7d, 15m unless you say. It can be used once, "
                    + "by whoever has it."),
            Option(
                "host", placeholder: "NAME",
                help: "Put this name or address into the link instead of those of the settings.",
                isRepeatable: true),
            Option(
                "port", short: "p", placeholder: "PORT",
                help: "Put this port into the link instead of that of the settings."),
        ],
        positionals: [name])

    private static let list = Command(
        "list", summary: "List the nodes and open invitations.",
        discussion: "csv and json tell more: the base name of the device under which a node's "
            + "records go, and until when an invitation holds.", options: [format])

    private static let show = Command(
        "show", summary: "Show a node: key words, head, when last seen, what was odd.",
        options: [textOrJSON],
        positionals: [name])

    private static let confirm = Command(
        "confirm", summary: "Show a node that this server knows from its grant alone.",
        discussion: """
            A server that was rebuilt, or restored from an old backup, learns forgotten nodes from \
            the grants that it once signed. It keeps what they send and shows nothing of it until \
            you confirm: it has forgotten, too, which of them were revoked.

            Compare the key words of 'rue-aggregator node list' with those in the log of \
            'rue-agent run' on the device itself. Where two say that they are the same device, \
            revoke the other one first.
            """,
        positionals: [
            Positional("PENDING-NAME", help: "What 'node list' calls it."),
            Positional(
                "NAME", help: "What it shall be called. Without it: its key words.",
                isRequired: false),
        ])

    private static let rename = Command(
        "rename", summary: "Give a node another name.",
        positionals: [name, Positional("NEW-NAME", help: "Its new name.")])

    private static let revoke = Command(
        "revoke", summary: "Accept nothing more from a node; what it sent stays.",
        discussion: """
            A link for that name that was not used yet is withdrawn. Where there is no node of \
            that name, that is all, and nothing is asked.
            """,
        options: [Option(flag: "yes", short: "y", help: "Do not ask.")],
        positionals: [name])
}
