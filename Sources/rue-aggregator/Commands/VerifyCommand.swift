import RueAggregatorCore
import RueCommandLine
import RueCrypto
import RueWire

enum VerifyCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let report: VerifyReport
        do throws(Failure) {
            report = try verify(arguments)
        } catch {
            // A usage error is the caller's; all else means that nothing is known of the store.
            guard error.exitCode != .usage else { throw error }
            throw Failure(.couldNotCheck, "could not check: " + error.message)
        }
        for problem in report.problems {
            Console.note(TerminalText.escaped(problem.description))
        }
        try Console.write(summary(report))
        return report.isGood ? .success : .evidenceDoesNotHold
    }

    private static func verify(_ arguments: ParsedArguments) throws(Failure) -> VerifyReport {
        let place = Workplace(arguments)
        let reader = try place.reader()
        let serverID = try serverID(place.folder)
        var progress = Progress()
        let report = try querying { () throws(QueryError) in
            try Verifier(reader: reader, node: arguments.value("node")).run(serverID: serverID) {
                progress.tell($0, of: $1)
            }
        }
        progress.clear()
        return report
    }

    /// Whose store it should be; nil where only the store is at hand.
    private static func serverID(_ folder: StateFolder) throws(Failure) -> KeyID? {
        do throws(KeyFileError) {
            return try KeyFile.load(path: folder.serverKey).publicKey.keyID
        } catch .missing {
            return nil
        } catch {
            throw Failure(.couldNotCheck, error.description)
        }
    }

    private static func summary(_ report: VerifyReport) -> String {
        let scope =
            String(report.items) + " items, " + String(report.signatures) + " signatures, "
            + String(report.chains) + " chains, log head " + report.logHead.hex.prefix(16)
        if report.isGood { return "good: " + scope + "\n" }
        return "BAD: " + String(report.problemCount) + " problems in " + scope + "\n"
    }
}
