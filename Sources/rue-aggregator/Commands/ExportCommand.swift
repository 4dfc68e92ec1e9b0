import CRueSystem
import Glibc
import RueAggregatorCore
import RueCommandLine

enum ExportCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        if let path = arguments.value("proof") { return try ProofExport.run(arguments, to: path) }
        var filter = try ReadingFilter(arguments)
        filter.takesAllNodes = true
        let format = try Format.export(arguments)
        let reader = try Workplace(arguments).reader()
        let query = try querying { () throws(QueryError) in
            try ReadingQuery(reader: reader, filter: filter)
        }
        let descriptor = try arguments.value("output").map(create) ?? 1
        var output = ReadingOutput(format, to: descriptor)
        output.begin()
        try output.appendAll(of: query)
        try output.end()
        if descriptor != 1 && close(descriptor) != 0 {
            throw Failure(.inputOutput, "cannot write: " + String(cString: rue_error_text(errno)))
        }
        QueryCommand.warn(query)
        if output.leftOut > 0 {
            Console.note(
                TerminalText.count(output.leftOut, "reading")
                    + " left out, because the time is not known")
        }
        return query.damaged.isEmpty ? .success : .dataError
    }

    private static func create(_ path: String) throws(Failure) -> Int32 {
        try Identity.asOperator { () throws(Failure) in
            let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                throw Failure(.cannotCreate, path + ": " + String(cString: rue_error_text(errno)))
            }
            return descriptor
        }
    }
}
