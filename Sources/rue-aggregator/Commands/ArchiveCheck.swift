import RueAggregatorCore
import RueCommandLine
import RueWire

/// `verify FILE`: checks an archive, from nothing but itself.
enum ArchiveCheck {
    static func run(_ arguments: ParsedArguments, path: String) throws(Failure) -> ExitCode {
        let isJSON = try Format.isJSON(arguments)
        if arguments.has("node") {
            throw Failure(.usage, "--node is for the store; an archive is checked whole")
        }
        let isExpected = try expectation(arguments)
        var report = try check(path, everySignature: arguments.has("every-signature"), isExpected)
        if !report.isGood {
            // The seal tells that a signature in between was changed, but not which.
            report = try check(path, everySignature: true, isExpected)
        }
        if isJSON {
            try Console.write(object(report).text + "\n")
        } else {
            VerifyCommand.tell(report.problems)
            try Console.write(text(report, isCompared: arguments.has("server")))
        }
        return report.isGood ? .success : .somethingIsWrong
    }

    /// Which server's archive it must be: by the words of its key, or its whole id.
    private static func expectation(
        _ arguments: ParsedArguments
    ) throws(Failure) -> (KeyID) -> Bool {
        guard let text = arguments.value("server")?.lowercased() else { return { _ in true } }
        if let id = Hex.decode(text).flatMap({ KeyID($0) }) { return { $0 == id } }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ $0.utf8.count == 5 }) else {
            throw Failure(
                .invalidValue(
                    option: "--server", value: text,
                    expected: "four words such as lusab-babad-gutih-tugad, or 64 hexadecimal digits"
                ))
        }
        return { Proquint.keyWords(of: $0) == text }
    }

    private static func check(
        _ path: String, everySignature: Bool, _ isExpected: (KeyID) -> Bool
    ) throws(Failure) -> ArchiveReport {
        let file = try FileSource(path)
        var verifier = ArchiveVerifier(file, everySignature: everySignature)
        var progress = Progress()
        defer { progress.clear() }
        do throws(StateFileError) {
            return try verifier.run(of: isExpected) {
                progress.tell(Int64(clamping: $0), of: file.size, "bytes")
            }
        } catch {
            throw Failure(.couldNotCheck, "could not check: " + error.description)
        }
    }

    // MARK: What is said

    private static func text(_ report: ArchiveReport, isCompared: Bool) -> String {
        guard report.isGood else {
            return "BAD: " + TerminalText.count(report.problems.count, "problem") + " in "
                + scope(report) + "\n"
        }
        return "good: " + scope(report) + "\n" + origin(report, isCompared: isCompared)
    }

    private static func scope(_ report: ArchiveReport) -> String {
        var text =
            TerminalText.count(Int(report.readings), "reading") + " in "
            + TerminalText.count(Int(report.items), "item") + " of "
            + TerminalText.count(report.nodes.count, "node")
        if !report.nodes.isEmpty {
            text += " (" + report.nodes.map(TerminalText.escaped).joined(separator: ", ") + ")"
        }
        text +=
            ", " + TerminalText.count(Int(report.gaps), "declared gap") + ", "
            + TerminalText.count(Int(report.forks), "fork") + ", "
            + TerminalText.count(Int(report.signatures), "signature") + " checked"
        return text
    }

    private static func origin(_ report: ArchiveReport, isCompared: Bool) -> String {
        guard let server = report.serverID, let seal = report.seal else { return "" }
        var text = ""
        if let times = report.times {
            text +=
                "readings  " + UTCTime.text(milliseconds: times.lowerBound) + " to "
                + UTCTime.text(milliseconds: times.upperBound) + "\n"
        }
        return text + "sealed    "
            + UTCTime.text(milliseconds: Int64(clamping: seal.utcMilliseconds))
            + "\nserver    " + Proquint.keyWords(of: server)
            + (isCompared
                ? "   (as you said)\n" : "   (compare with what 'setup' prints on the server)\n")
    }

    private static func object(_ report: ArchiveReport) -> JSONObject {
        var object = JSONObject()
        object.add("ok", report.isGood)
        object.add("server", report.serverID?.hex)
        object.add("server_words", report.serverID.map { Proquint.keyWords(of: $0) })
        object.add("sealed_ms", number: report.seal?.utcMilliseconds)
        object.add("from_ms", number: report.times?.lowerBound)
        object.add("to_ms", number: report.times?.upperBound)
        object.add("nodes", report.nodes.count)
        object.add("chains", report.chains)
        object.add("items", report.items)
        object.add("quarantined", report.quarantined)
        object.add("readings", report.readings)
        object.add("declared_gaps", report.gaps)
        object.add("forks", report.forks)
        object.add("signatures", report.signatures)
        VerifyCommand.add(report.problems, to: &object)
        return object
    }
}
