import CRueSystem
import RueAggregatorCore
import RueCommandLine

enum QueryCommand {
    private static let pollMicroseconds: UInt32 = 300_000

    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        var filter = try ReadingFilter(arguments)
        filter.takesHealth = arguments.has("health")
        _ = try Format.query(arguments, sample: [])
        let reader = try Workplace(arguments).reader()
        let query = try querying { () throws(QueryError) in
            try ReadingQuery(reader: reader, filter: filter)
        }
        var position = try querying { () throws(QueryError) in try query.logPosition() }
        var output = try showStored(query, filter, arguments)
        try output.flush()
        warn(query)
        try tellRevoked(query)
        guard arguments.has("follow") else { return .success }
        while true {
            try showArrivals(query, after: &position, &output)
            rue_sleep_us(pollMicroseconds)
        }
    }

    private static func showStored(
        _ query: ReadingQuery, _ filter: ReadingFilter, _ arguments: ParsedArguments
    ) throws(Failure) -> ReadingOutput {
        guard filter.times != nil else {
            let latest = try querying { () throws(QueryError) in try query.latest() }
            var output = ReadingOutput(try Format.query(arguments, sample: latest), to: 1)
            output.begin()
            for reading in latest { try output.append(reading) }
            return output
        }
        var output = ReadingOutput(try Format.query(arguments, sample: []), to: 1)
        output.begin()
        try output.appendAll(of: query)
        return output
    }

    private static func showArrivals(
        _ query: ReadingQuery, after position: inout Int64, _ output: inout ReadingOutput
    ) throws(Failure) {
        while true {
            let before = position
            let arrivals = try querying { () throws(QueryError) in
                try query.arrivals(after: &position)
            }
            if position == before { return }
            for reading in arrivals { try output.append(reading) }
            try output.flush()
        }
    }

    private static func tellRevoked(_ query: ReadingQuery) throws(Failure) {
        let names = try querying { () throws(QueryError) in try query.revokedLeftOut() }
        guard let first = names.first else { return }
        Console.note(
            "left out: " + TerminalText.count(names.count, "revoked node") + " ("
                + names.map(TerminalText.escaped).joined(separator: ", ") + "); shown with --node "
                + TerminalText.escaped(first))
    }

    static func warn(_ query: ReadingQuery) {
        for item in query.damaged { Console.complain(item.description) }
        if !query.damaged.isEmpty { Console.note("'rue-aggregator verify' tells more") }
    }
}
