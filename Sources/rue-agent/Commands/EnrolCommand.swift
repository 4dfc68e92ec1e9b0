internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueCrypto
internal import RueHTTP
internal import RueWire

/// `enrol`: introduces the node to a server.
struct EnrolCommand {
    /// Reaching the server and its answer, together.
    private static let patienceMilliseconds: UInt64 = 40_000

    private let link: EnrolmentLink
    private let key: SigningKey
    private let channel: TLSChannel
    private let deadline = SystemTime.uptime + Self.patienceMilliseconds

    static func run(_ arguments: ParsedArguments) throws(AgentFailure) {
        let (link, file) = try LinkSource.read(arguments)
        let path = arguments.value("state") ?? AgentCommands.standardState
        let baseNameSource = try BaseNameSource(arguments)
        let state = try StateFolder(path)
        if !arguments.has("new-key") { try state.finishKeyChange() }
        let key = try state.enrolmentKey(isNew: arguments.has("new-key"))
        let baseName = try baseNameSource.baseName(
            for: key.publicKey.keyID, before: state.enrolledBaseName)
        Console.printError("rue-agent: asking \(link.host) port \(link.port) ...")
        let grant = try EnrolCommand(link, key: key).grant(baseName: baseName)
        try state.install(key.publicKey.keyID)
        try state.save(grant, host: link.host, port: link.port)
        if let file { try LinkSource.delete(file) }
        report(grant, key: key)
        for line in try state.finishChange(to: state.identity(server: nil)) {
            Console.print(line)
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

    private init(_ link: EnrolmentLink, key: SigningKey) {
        self.link = link
        self.key = key
        channel = TLSChannel(
            host: link.host, port: link.port, pins: [link.livePin, link.recoveryPin])
    }

    private func grant(baseName: String) throws(AgentFailure) -> Grant {
        let pin = try connect()
        let enrolment = Enrolment(link: link, key: key, baseName: baseName)
        let request = try orFail(.software, { $0.description }) {
            () throws(CryptoError) in try enrolment.request(seeing: pin)
        }
        let response = try ask(request)
        channel.close()
        return try orFail(.unavailable, { "not enrolled: \($0.description)" }) {
            () throws(EnrolmentError) in try enrolment.grant(from: response)
        }
    }

    private func connect() throws(AgentFailure) -> Pin {
        channel.open()
        while SystemTime.uptime < deadline {
            let phase = try orFail(.unavailable, { "not enrolled: \($0.description)" }) {
                () throws(ChannelError) in try channel.advance()
            }
            if phase == .open, let pin = channel.peerPin { return pin }
            Poller.wait([channel.interest], milliseconds: 200)
        }
        throw AgentFailure(
            .unavailable,
            "not enrolled: \(link.host) port \(link.port) did not answer; is the server running, "
                + "and is the port open?")
    }

    private func ask(_ request: HTTPRequest) throws(AgentFailure) -> HTTPResponse {
        var exchange = Exchange(over: channel, isOpen: true)
        exchange.begin(request, at: SystemTime.uptime)
        while true {
            switch exchange.advance(at: SystemTime.uptime) {
            case .response(let response): return response
            case .failure(let error):
                throw AgentFailure(.unavailable, "not enrolled: \(error.description)")
            case .stale:
                throw AgentFailure(
                    .unavailable, "not enrolled: the server closed the connection; try again")
            case nil: Poller.wait([channel.interest], milliseconds: 200)
            }
        }
    }
}
