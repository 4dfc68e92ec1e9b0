import RueAggregatorCore
import RueCommandLine
import RueCrypto
import RueWire

enum VerifyCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        if let path = arguments.positionals.first {
            return try ArchiveCheck.run(arguments, path: path)
        }
        let isJSON = try Format.isJSON(arguments)
        for option in ["server", "every-signature"] where arguments.has(option) {
            throw Failure(.usage, "--\(option) is for an archive: name its FILE")
        }
        let report: VerifyReport
        do throws(Failure) {
            report = try verify(arguments)
        } catch {
            // A usage error is the caller's; all else means that nothing is known of the store.
            guard error.exitCode != .usage else { throw error }
            throw Failure(.couldNotCheck, "could not check: " + error.message)
        }
        guard !isJSON else {
            try Console.write(object(report).text + "\n")
            return report.isGood ? .success : .somethingIsWrong
        }
        tell(report.problems)
        try Console.write(summary(report))
        return report.isGood ? .success : .somethingIsWrong
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
            TerminalText.count(report.items, "item") + ", "
            + TerminalText.count(report.signatures, "signature") + ", "
            + TerminalText.count(report.chains, "chain") + ", log head "
            + report.logHead.hex.prefix(16)
        if report.isGood { return "good: " + scope + "\n" }
        return "BAD: " + TerminalText.count(report.problems.count, "problem") + " in " + scope
            + "\n"
    }

    private static func object(_ report: VerifyReport) -> JSONObject {
        var object = JSONObject()
        object.add("ok", report.isGood)
        object.add("items", report.items)
        object.add("signatures", report.signatures)
        object.add("chains", report.chains)
        object.add("recorded_gaps", report.recordedGaps)
        object.add("log_size", report.logSize)
        object.add("log_head", report.logHead.hex)
        add(report.problems, to: &object)
        return object
    }

    /// Names what does not bear out, as far as it is told one by one.
    static func tell(_ problems: ProblemList) {
        for problem in problems.told { Console.note(TerminalText.escaped(problem.description)) }
        let more = problems.count - problems.told.count
        if more > 0 { Console.note("and " + TerminalText.count(more, "problem") + " more") }
    }

    /// Adds the same to an object.
    static func add(_ problems: ProblemList, to object: inout JSONObject) {
        object.add("problem_count", problems.count)
        object.add("problems", problems.told.map(Self.object))
    }

    private static func object(_ problem: VerifyProblem) -> JSONObject {
        var object = JSONObject()
        object.add("node", problem.node)
        object.add("item", number: problem.sequence)
        object.add("log_position", number: problem.position)
        object.add("what", problem.what)
        return object
    }
}
