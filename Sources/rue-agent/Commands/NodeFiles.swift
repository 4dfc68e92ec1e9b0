internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// What a node has before it has an identity: its description, and its locked state folder.
struct NodeFiles {
    let configuration: NodeConfiguration
    let state: StateFolder
    let log: SystemLog
    /// Where the server is, if the command line says so.
    let server: ServerAddress?

    init(_ arguments: ParsedArguments) throws(AgentFailure) {
        log = SystemLog(isVerbose: arguments.has("verbose"))
        server = try Self.server(arguments)
        configuration = try ConfigurationFile.read(
            arguments.value("config") ?? AgentCommands.standardConfiguration)
        let path = arguments.value("state") ?? AgentCommands.standardState
        if SystemFile.exists(path) { try Identity.settle(path) }
        state = try StateFolder(path)
        try state.finishKeyChange()
    }

    /// Where the server is, as `--server` says; nil without it.
    static func server(
        _ arguments: ParsedArguments
    ) throws(AgentFailure) -> ServerAddress? {
        guard let text = arguments.value("server") else { return nil }
        return try orFail(
            .usage, { "--server takes HOST[:PORT], not '\(text)': \($0.description)" }
        ) {
            () throws(AddressError) in try ServerAddress(parsing: text)
        }
    }

    /// Deletes a link that an enrolled node has no use for: a loss of power came before it was
    /// deleted, or someone put it there in vain.
    func deleteLeftover(_ link: String) {
        guard SystemFile.exists(link) else { return }
        do throws(AgentFailure) {
            try LinkSource.delete(link)
            log.note(
                .warning,
                "this node is enrolled already, so the link in \(link) was deleted; to enrol it "
                    + "anew, stop it and run 'rue-agent enrol' with a new link")
        } catch {
            log.note(.error, error.message)
        }
    }
}
