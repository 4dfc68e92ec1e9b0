internal import RueCommandLine

/// What the program can do, as its help shows it.
enum AgentCommands {
    static let standardState = "/var/lib/rue-agent"
    static let standardConfiguration = "/etc/rue-agent/node.yaml"

    static let root = Command(
        "rue-agent",
        summary: "Reads the sensors of a node, signs what they read, and sends it to a Rue server.",
        subcommands: [run, enrol, rotateKey, simulate, check, hardware, probe, doctor, version])

    private static let state = Option(
        "state", short: "s", placeholder: "DIR",
        help: "Where the node keeps its key, its grant and its spool.", default: standardState)

    private static let configuration = Option(
        "config", short: "c", placeholder: "FILE", help: "The node's description.",
        default: standardConfiguration)

    private static let verbose = Option(flag: "verbose", short: "v", help: "Log every step.")

    private static let server = Option(
        "server", placeholder: "HOST[:PORT]",
        help: "Where the server is now, if it has moved since this node was enrolled: a name or "
            + "an address, IPv6 in brackets. Its key must still be the pinned one. Without a port, "
            + "the one of the enrolment.")

    private static let run = Command(
        "run", summary: "Read the sensors and send, until told to stop.",
        discussion: "With --link-file, a node that is not enrolled yet enrols first, and waits for "
            + "the network and the server as long as it takes. Readings begin with the enrolment: "
            + "the server's grant is what the node's chain of signatures begins with.\n\n"
            + "Ends with 64, 65, 66, 77 or 78 when the same start would fail again until a person "
            + "has seen to it (for systemd: RestartPreventExitStatus=64 65 66 77 78); with 65 when "
            + "the server refused the link. Every other failure may pass.",
        options: [
            Option(
                "link-file", placeholder: "FILE",
                help: "Where the link is for a node that is not enrolled yet, from 'rue-aggregator "
                    + "node add NAME'. The file is deleted after use, and where the node is "
                    + "enrolled already."),
            configuration, state, server, verbose,
        ])

    private static let enrol = Command(
        "enrol", summary: "Introduce this node to a server, by a one-time link.",
        discussion: "The link comes from 'rue-aggregator node add NAME', and is good once, for "
            + "15 minutes or as long as was said there. Both sides then show the same four words; compare them.",
        options: [
            Option(
                "link-file", placeholder: "FILE",
                help: "Read the link from a file, which is deleted once it is used."),
            Option(
                flag: "new-key",
                help: "Make a new key: after a revocation, or when the old key is lost or known to "
                    + "others. The old key, grant and spool are kept in a folder beside it "
                    + "(before-...), and what had not been sent is signed with the new key."),
            configuration, state, verbose,
        ],
        positionals: [
            Positional("LINK", help: "The link, rue://...; or use --link-file.", isRequired: false)
        ])

    private static let rotateKey = Command(
        "rotate-key", summary: "Give this node a new key, which the old one signs in.",
        discussion: "For a node whose key others may have seen, as long as it is still the only "
            + "one to use it: its history goes on, and everything before stays proven. 'run' must "
            + "be stopped meanwhile. The server should be within reach, and need not be. When "
            + "others use the key already, revoke the node on the server instead.",
        options: [configuration, state, server, verbose])

    private static let simulate = Command(
        "simulate", summary: "Take readings in simulated time, as fast as it goes.",
        discussion: "Reads the simulated sensors on a clock of its own, signs and stores batches "
            + "as 'run' does, and sends them. To give a simulated node a past, before its first "
            + "'run':\n\n"
            + "rue-agent simulate --start -30d --until now --every 60s\n\n"
            + "Stopped and called again, it goes on from where it was. With --offline, the same "
            + "seed, key, grant, boot and clock give the same bytes on every machine.\n\n"
            + "Where 'run' has been it is refused: the server would see two devices with one key.",
        options: [
            Option(
                "start", placeholder: "TIME",
                help: "When simulated time begins: 2026-01-31T12:00:00Z, -30d (or s, m, h, w) for "
                    + "so long ago, or milliseconds since 1970; 'unknown' for a node without a "
                    + "clock.",
                default: "such that the last reading is about now"),
            Option(
                "until", placeholder: "TIME",
                help: "When it ends, in the same forms, or 'now' for when it has caught up with "
                    + "the real time. What an earlier simulation has covered is not taken again."),
            Option(
                "count", placeholder: "N", help: "How many readings to take, without --until.",
                default: "1000"),
            Option(
                "every", placeholder: "TIME",
                help: "Sample all sensors at this interval, such as 60s, in place of their own."),
            Option(
                "boot", placeholder: "HEX",
                help: "The boot's id, 32 hexadecimal digits.", default: "a random one"),
            Option(flag: "offline", help: "Do not send; leave the batches in the spool."),
            configuration, state, server, verbose,
        ])

    private static let check = Command(
        "check", summary: "Check a node's description and say what is wrong with it.",
        positionals: [
            Positional("FILE", help: "The description, a YAML file; - for the standard input.")
        ])

    private static let hardware = Command(
        "hardware", summary: "Say what a Raspberry Pi needs, to read the sensors of a description.",
        discussion: "Lines of /boot/firmware/config.txt, modules of the kernel, and groups. "
            + "Deploy/flash and Deploy/install-node ask this and see to it.",
        options: [
            Option(
                "format", placeholder: "FORMAT",
                help: "text, config.txt or modules for the lines alone, or json.", default: "text")
        ],
        positionals: [
            Positional("FILE", help: "The description, a YAML file; - for the standard input.")
        ])

    private static let probe = Command(
        "probe",
        summary:
            "Look for sensors on the I2C and 1-Wire buses and among the kernel's drivers, and print a "
            + "description to start from.",
        options: [
            Option(
                "record", placeholder: "FILE",
                help: "Read each I2C chip that was found once, and keep every transfer in a file, "
                    + "for tests without the chip.")
        ])

    private static let doctor = Command(
        "doctor", summary: "Look at all that a node needs, and say what is missing and what to do.",
        discussion: "Looks at the description, the buses and their rights, the sensors, the state "
            + "folder, the clock, the supply, the wireless network, the service and the way to the "
            + "server. Changes nothing, and leaves a running service its sensors. As root it looks "
            + "with the eyes of the service's user (sudo rue-agent doctor). Ends with 1 when there "
            + "is a problem, with 0 when there are warnings at most.",
        options: [
            Option(
                "format", placeholder: "text|json",
                help: "For a person, or for a program: a line of JSON each, with check, state (ok, "
                    + "warning, problem), text and remedy.", default: "text"),
            configuration, state, server,
        ])

    private static let version = Command("version", summary: "Print the version.")

    /// Runs the command that was chosen.
    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        switch arguments.commandPath.first {
        case "run": try RunCommand.run(arguments)
        case "enrol": try EnrolCommand.run(arguments)
        case "rotate-key": try RotateKeyCommand.run(arguments)
        case "simulate": try SimulateCommand.run(arguments)
        case "check": try CheckCommand.run(arguments)
        case "hardware": try HardwareCommand.run(arguments)
        case "probe": try ProbeCommand.run(arguments)
        case "doctor": try DoctorCommand.run(arguments)
        default: Console.print("rue-agent \(Version.text), node protocol 1")
        }
    }
}
