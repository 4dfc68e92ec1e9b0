import RueAggregatorCore
import RueCommandLine
import RueStore

enum RecoveryKitCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let place = Workplace(arguments)
        let identity = try place.identity()
        guard let path = arguments.value("check") else {
            try Console.write(try text(of: place))
            Console.note(
                "Whoever has this can pose as the server: clear the terminal, and keep no copy on "
                    + "this machine.")
            return .success
        }
        let kit = try read(path, place.files)
        let reader = try place.reader()
        let check: RecoveryKitCheck
        do throws(RecoveryKitCheckError) {
            check = try RecoveryKitCheck(of: kit, for: identity, reader: reader)
        } catch {
            switch error {
            case .store(let error): throw Failure(error)
            case .fault(let fault): throw Failure(.dataError, path + ": " + fault.description)
            }
        }
        try Console.write(text(check, of: kit, place.folder))
        return .success
    }

    /// A kit as it was printed, copied or typed in.
    static func read(_ path: String, _ files: SystemStateFiles) throws(Failure) -> RecoveryKit {
        let bytes: [UInt8]?
        do throws(StateFileError) {
            bytes = try files.read(path)
        } catch {
            guard try !NamedPlace.isFolder(path) else {
                throw Failure(
                    .noInput,
                    path + ": is a folder, and a kit is one file; a backup is brought back by: "
                        + "rue-aggregator restore " + path)
            }
            throw Failure(.noInput, error.description)
        }
        guard let bytes else { throw Failure(.noInput, path + ": there is no such file") }
        do throws(RecoveryKitError) {
            return try RecoveryKit(reading: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw Failure(error, in: path)
        }
    }

    private static func text(of place: Workplace) throws(Failure) -> String {
        let path = place.folder.recoveryKit
        do throws(StateFileError) {
            if let bytes = try place.files.read(path) {
                return String(decoding: bytes, as: UTF8.self)
            }
        } catch {
            throw Failure(SetupError.file(error))
        }
        throw Failure(
            .noInput,
            path + ": the kit is not on this machine any more, as it should be, and cannot be made "
                + "again: its recovery key is nowhere else. Does the copy in the drawer work? "
                + "rue-aggregator recovery-kit --check FILE. Is it lost? Then keep backups "
                + "(rue-aggregator backup): they bring this server back, too; or make a new kit: "
                + "rue-aggregator renew-tls --new-kit" + place.folder.option)
    }

    private static func text(
        _ check: RecoveryKitCheck, of kit: RecoveryKit, _ folder: StateFolder
    ) -> String {
        let facts = """
              signing key    \(check.serverWords), this server's
              recovery key   the one that nodes are given when they enrol
              certificate    \(kit.hasCertificate
                ? "fits the recovery key" : "left out; a new one will be made")

            """
        guard !check.unaware.isEmpty else {
            return "Good: with this kit the server can be rebuilt, and its nodes will know it.\n"
                + facts + "Now delete the kit from this machine, if it is still here.\n"
        }
        let nodes = check.unaware.map(TerminalText.escaped).joined(separator: ", ")
        return "Good for the server, but not for every node yet.\n" + facts
            + """
            These enrolled when another recovery key held, and have not learnt of this one yet:
            \(nodes).
            Keep the kit of that time beside this one until every node has the present pins:
              rue-aggregator renew-tls\(folder.option)

            """
    }
}
