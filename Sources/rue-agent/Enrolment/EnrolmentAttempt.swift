internal import RueAgentCore
internal import RueCrypto
internal import RueHTTP
internal import RueTLS
internal import RueWire

/// One attempt to enrol over the network. Does not block: whoever drives it waits for `interest`.
struct EnrolmentAttempt {
    /// Reaching the server and its answer, together.
    private static let patienceMilliseconds: UInt64 = 40_000

    let link: EnrolmentLink
    let key: SigningKey
    /// The name that is asked for.
    let baseName: String
    private let enrolment: Enrolment
    private let channel: TLSChannel
    private let deadline = SystemTime.uptime + Self.patienceMilliseconds
    /// Begins when the connection is open.
    private var exchange: Exchange?

    init(_ link: EnrolmentLink, key: SigningKey, baseName: String) {
        self.link = link
        self.key = key
        self.baseName = baseName
        enrolment = Enrolment(link: link, key: key, baseName: baseName)
        channel = TLSChannel(
            host: link.host, port: link.port, pins: [link.livePin, link.recoveryPin], from: .link)
        channel.open()
    }

    /// What the poll loop should wait for.
    var interest: Interest { channel.interest }

    /// Goes on as far as it can; the grant once it is there.
    mutating func advance() throws(EnrolmentFailure) -> Grant? {
        if exchange == nil, let pin = try connect() { try ask(seeing: pin) }
        guard let response = try answer() else { return nil }
        channel.close()
        do throws(EnrolmentError) {
            return try enrolment.grant(from: response)
        } catch {
            if error.isPassing {
                throw .unavailable(error.description, retryAfterSeconds: error.retryAfterSeconds)
            }
            throw .refused(error.description)
        }
    }

    func close() {
        channel.close()
    }

    private func connect() throws(EnrolmentFailure) -> Pin? {
        do throws(ChannelError) {
            if try channel.advance() == .open { return channel.peerPin }
        } catch {
            throw .unavailable(error.description)
        }
        if SystemTime.uptime < deadline { return nil }
        throw .unavailable(
            "\(link.host) port \(link.port) did not answer; is the server running, and is the port "
                + "open?")
    }

    private mutating func ask(seeing pin: Pin) throws(EnrolmentFailure) {
        var exchange = Exchange(over: channel, isOpen: true)
        do throws(CryptoError) {
            exchange.begin(try enrolment.request(seeing: pin), at: SystemTime.uptime)
        } catch {
            throw .node(AgentFailure(.software, error.description))
        }
        self.exchange = exchange
    }

    private mutating func answer() throws(EnrolmentFailure) -> HTTPResponse? {
        switch exchange?.advance(at: SystemTime.uptime) {
        case .response(let response): return response
        case .failure(let error): throw .unavailable(error.description)
        case .stale: throw .unavailable("the server closed the connection; try again")
        case nil: return nil
        }
    }
}
