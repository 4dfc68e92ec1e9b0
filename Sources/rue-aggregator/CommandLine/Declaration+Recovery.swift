import RueCommandLine

extension Declaration {
    static let backup = Command(
        "backup", summary: "Copy the server as it is at this moment, while it serves.",
        discussion: """
            DIR is made, with all that 'restore' needs: the store, the server's keys, its \
            certificate and settings. A copy of the state folder's files would not do while the \
            server writes them. The copy is read back and checked; it has its name only when it is \
            whole and on the disk. Nothing is ever overwritten.

            It is a folder and not one file, so that it can be read as it is: 'rue-aggregator \
            verify --state DIR', 'rue-aggregator query --state DIR'. For one file, pack it: tar.

            It holds the server's keys. The recovery kit is not in it.
            """,
        positionals: [Positional("DIR", help: "Where to; nothing may be there yet.")])

    static let restore = Command(
        "restore", summary: "Bring a backup back where no server is set up.",
        discussion: """
            The backup is checked, and brought back whole or not at all; the state folder must be \
            empty or missing. The log gets a new id, and every node is shown with its key words, \
            for you to compare: a backup does not know who was revoked since.

            Run it as the user that the server runs as: the files are that user's alone.

            The nodes send again what came after the backup. Is there no backup? Then the recovery \
            kit will do: 'rue-aggregator setup --recovery-kit FILE'.
            """,
        positionals: [Positional("BACKUP", help: "The folder that 'backup' made.")])

    static let recoveryKit = Command(
        "recovery-kit", summary: "Print the recovery kit while it is here, or check a copy of it.",
        discussion: """
            The kit rebuilds a lost server so that its nodes know it again ('setup \
            --recovery-kit'). It is made once, by 'setup', and is to lie in a drawer and nowhere \
            else: whoever has it can pose as the server.

            Trust a copy only after it was checked. Print the kit, scan it or type it in on this \
            machine, and give that file to --check. Blanks and line ends do not matter; a mistake \
            is named with its line.
            """,
        options: [
            Option(
                "check", placeholder: "FILE",
                help: "Prove that this copy would rebuild this server: its signing key, the "
                    + "recovery key that all nodes hold, and the certificate for it.")
        ])
}
