internal import RueAgentCore
internal import RueCommandLine
internal import RueCrypto
internal import RueWire

/// `enrol`: introduces the node to a server.
enum EnrolCommand {
    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let (link, file) = try LinkSource.read(arguments)
        let path = arguments.value("state") ?? AgentCommands.standardState
        let baseNameSource = try BaseNameSource(arguments)
        try Identity.lend(path)
        let state = try StateFolder(path)
        let isNewKey = arguments.has("new-key")
        if !isNewKey { try state.finishKeyChange() }
        let attempt = try state.beginEnrolment(
            by: link, named: baseNameSource, isNewKey: isNewKey)
        if let reason = baseNameSource.reason { Console.printError("rue-agent: \(reason)") }
        Console.printError(
            "rue-agent: asking \(link.host) port \(link.port) to enrol \(attempt.baseName) ...")
        let grant = try finish(attempt)
        try state.keep(grant, of: attempt)
        report(grant, key: attempt.key)
        for line in try state.finishChange(to: state.identity(server: nil)) {
            Console.print(line)
        }
        Identity.resume()
        if let file { try LinkSource.delete(file) }
    }

    private static func finish(_ begun: EnrolmentAttempt) throws(AgentFailure) -> Grant {
        var attempt = begun
        do throws(EnrolmentFailure) {
            while true {
                if let grant = try attempt.advance() { return grant }
                Poller.wait([attempt.interest], milliseconds: 200)
            }
        } catch {
            switch error {
            case .unavailable(let text, _), .refused(let text):
                throw AgentFailure(.unavailable, "not enrolled: \(text)")
            case .node(let failure): throw failure
            }
        }
    }

    private static func report(_ grant: Grant, key: SigningKey) {
        Console.print(
            """
            This node is enrolled as \(grant.payload.baseName)
              node key    \(Proquint.keyWords(of: key.publicKey.keyID))
              server key  \(Proquint.keyWords(of: grant.payload.serverID))
            Compare the node's four words with those that the server shows for it. The server knows
            it by the name that the link was made for.
            """)
    }
}
