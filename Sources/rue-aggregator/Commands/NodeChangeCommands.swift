import RueAggregatorCore
import RueCommandLine
import RueStore

enum NodeChangeCommands {
    static func rename(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let writer = try Workplace(arguments).writer()
        try directing { () throws(NodeError) in
            try NodeDirectory.rename(
                arguments.positionals[0], to: arguments.positionals[1], writer: writer)
        }
        return .success
    }

    static func revoke(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let name = arguments.positionals[0]
        let writer = try Workplace(arguments).writer()
        let node = try directing { () throws(NodeError) in
            try NodeDirectory.overview(of: name, writer)
        }
        try confirm(node, isSure: arguments.has("yes"))
        try directing { () throws(NodeError) in
            try NodeDirectory.revoke(
                name, writer: writer, nowMilliseconds: SystemClock.nowMilliseconds)
        }
        Console.note(
            "Revoked '" + name + "': nothing more is accepted from it; what it sent stays.")
        return .success
    }

    private static func confirm(_ node: NodeOverview, isSure: Bool) throws(Failure) {
        if isSure { return }
        guard Console.isInputATerminal else {
            throw Failure(.usage, "to revoke without being asked, give --yes")
        }
        Console.note(
            "Revoke '" + node.node.name + "' (" + node.keyWords
                + ")? It cannot be undone; the node "
                + "would have to enrol again. Type yes:")
        guard readLine() == "yes" else { throw Failure(.success, "not revoked") }
    }
}
