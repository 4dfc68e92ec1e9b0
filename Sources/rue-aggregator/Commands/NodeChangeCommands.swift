import RueAggregatorCore
import RueCommandLine
import RueStore

enum NodeChangeCommands {
    static func rename(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let (name, newName) = (arguments.positionals[0], arguments.positionals[1])
        let writer = try Workplace(arguments).writer()
        try directing { () throws(NodeError) in
            try NodeDirectory.rename(name, to: newName, writer: writer)
        }
        Console.note("'" + TerminalText.escaped(name) + "' is now called '" + newName + "'.")
        return .success
    }

    static func confirm(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let name = arguments.positionals[0]
        let writer = try Workplace(arguments).writer()
        let newName = try directing { () throws(NodeError) in
            try NodeDirectory.confirm(
                name, as: arguments.positionals.dropFirst().first, writer: writer,
                nowMilliseconds: SystemClock.nowMilliseconds)
        }
        let overview = try directing { () throws(NodeError) in
            try NodeDirectory.overview(of: newName, writer)
        }
        Console.note(
            "Confirmed: '" + TerminalText.escaped(newName) + "', key " + overview.keyWords
                + ". What it has sent is shown now.")
        return .success
    }

    static func revoke(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let name = arguments.positionals[0]
        let writer = try Workplace(arguments).writer()
        let now = SystemClock.nowMilliseconds
        let node = try storing { () throws(StoreError) in try writer.node(named: name) }
        if let node, node.status != .revoked {
            let overview = try directing { () throws(NodeError) in
                try NodeDirectory.overview(of: name, writer)
            }
            try confirm(overview, isSure: arguments.has("yes"))
        }
        let done = try directing { () throws(NodeError) in
            try NodeDirectory.revoke(name, writer: writer, nowMilliseconds: now)
        }
        if done.invitations > 0 {
            Console.note("Withdrawn: the link for '" + name + "' no longer works.")
        }
        if done.isNodeRevoked {
            Console.note(
                "Revoked '" + name + "': nothing more is accepted from it; what it sent stays.")
        }
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
