import RueAggregatorCore
import RueCommandLine

/// `export --proof`: the evidence as a file of its own.
enum ProofExport {
    private static let others = ["format", "output", "sensor", "quantity", "series"]

    static func run(_ arguments: ParsedArguments, to path: String) throws(Failure) -> ExitCode {
        for option in others where arguments.has(option) {
            throw Failure(
                .usage,
                "--\(option) does not go with --proof: what was signed is written whole, as it was "
                    + "signed")
        }
        let filter = try ReadingFilter(arguments)
        let place = Workplace(arguments)
        let reader = try place.reader()
        let serverKey = try place.identity().signingKey
        let archive = try querying { () throws(QueryError) in
            try ArchiveWriter(
                reader: reader, nodes: filter.nodes, times: filter.times, serverKey: serverKey)
        }
        let file = try NewFile(path)
        try Console.write(account(try write(archive, to: file), path: path))
        return .success
    }

    private static func write(
        _ archive: ArchiveWriter, to file: NewFile
    ) throws(Failure) -> ArchiveSummary {
        var failure: Failure?
        var progress = Progress()
        let summary: ArchiveSummary?
        do throws(ArchiveError) {
            summary = try archive.write(now: SystemClock.nowMilliseconds) {
                progress.tell($0)
            } to: {
                do throws(Failure) { try file.append($0) } catch { failure = error }
                return failure == nil
            }
        } catch {
            progress.clear()
            throw Failure(error)
        }
        progress.clear()
        guard let summary else { throw failure ?? Failure(.inputOutput, "cannot write") }
        try file.finish()
        return summary
    }

    private static func account(_ summary: ArchiveSummary, path: String) -> String {
        let scope =
            TerminalText.count(Int(summary.items), "item") + " of "
            + TerminalText.count(summary.nodes, "node")
        return TerminalText.escaped(path) + ": " + scope + "\nTo check it, on any machine:\n"
            + "  rue-aggregator verify " + TerminalText.escaped(path) + "\n"
    }
}
