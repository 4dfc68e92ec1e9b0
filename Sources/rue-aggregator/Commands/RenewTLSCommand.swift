import RueAggregatorCore
import RueCommandLine
import RueStore

/// `renew-tls`: other keys by which nodes know the server.
enum RenewTLSCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let place = Workplace(arguments)
        let path = arguments.value("kit")
        guard path != nil || arguments.has("new-kit") else { return try show(place) }
        if path != nil, arguments.has("new-kit") {
            throw Failure(.usage, "--kit makes a new kit, too: give one of --kit and --new-kit")
        }
        try place.refuseBackup()
        try StateLock.take(place.folder)
        try settingUp { () throws(SetupError) in
            try TLSRenewal.mendCertificate(in: place.folder, files: place.files)
        }
        let identity = try place.identity()
        let renewal = TLSRenewal(folder: place.folder, files: place.files, identity: identity)
        let now = SystemClock.nowMilliseconds
        if let path {
            let kit = try checked(path, identity, place, isForced: arguments.has("force"))
            try settingUp { () throws(SetupError) in
                try renewal.change(to: kit, nowMilliseconds: now)
            }
            try Console.write(Self.changed)
        } else {
            try settingUp { () throws(SetupError) in
                try renewal.makeKit(nowMilliseconds: now)
            }
            try Console.write(Self.newKit)
        }
        try Console.write(advice(place))
        return .success
    }

    private static func show(_ place: Workplace) throws(Failure) -> ExitCode {
        let overview = try overview(try place.identity(), place)
        let width = overview.nodes.map { TerminalText.escaped($0.name).count }.max() ?? 0
        for node in overview.nodes {
            let name = TerminalText.escaped(node.name)
            try Console.write(
                name + String(repeating: " ", count: width + 2 - name.count)
                    + node.holding.description + "\n")
        }
        let missing = overview.missing.count
        try Console.write(
            missing == 0
                ? "Every node knows this server's TLS key and the one of its recovery kit.\n"
                : TerminalText.count(Int64(missing), "node")
                    + " still to learn of the recovery kit's key; keep the kits of before.\n")
        return .success
    }

    private static func overview(
        _ identity: ServerIdentity, _ place: Workplace
    ) throws(Failure) -> PinsOverview {
        let reader = try place.reader()
        return try storing { () throws(StoreError) in
            try PinsOverview(
                live: identity.livePin, recovery: identity.settings.recoveryPin, reader: reader)
        }
    }

    /// The kit, if it is this server's present one and every node knows its key.
    private static func checked(
        _ path: String, _ identity: ServerIdentity, _ place: Workplace, isForced: Bool
    ) throws(Failure) -> RecoveryKit {
        let kit = try RecoveryKitCommand.read(path, place.files)
        let reader = try place.reader()
        do throws(RecoveryKitCheckError) {
            _ = try RecoveryKitCheck(of: kit, for: identity, reader: reader)
        } catch {
            switch error {
            case .store(let error): throw Failure(error)
            case .fault(let fault): throw Failure(.dataError, path + ": " + fault.description)
            }
        }
        let missing = try overview(identity, place).missing
        guard !missing.isEmpty, !isForced else { return kit }
        let names = missing.map { TerminalText.escaped($0.name) }.joined(separator: ", ")
        throw Failure(
            .temporary,
            "nothing was changed: these nodes do not know the kit's key yet, and would be cut "
                + "off: " + names + ". Let the server run until they have polled (renew-tls shows "
                + "it), revoke those that are gone, or give --force and enrol them again")
    }

    private static let changed = """
        From its next start the server presents the key of that kit, which its nodes know.

        """

    private static let newKit = """
        The recovery key is a new one; from the server's next start nodes learn of it.

        """

    private static func advice(_ place: Workplace) -> String {
        """
        Made: \(place.folder.recoveryKit)

        Start the server now. Print the new kit, or copy it to a medium in a drawer, and delete it \
        here.
        Keep the old one until every node has the new pins: rue-aggregator renew-tls shows it.

        """
    }
}
