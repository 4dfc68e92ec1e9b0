public import RueHTTP
internal import RueWire

/// One request at a time over a channel that is kept open between them, with deadlines.
public struct Exchange {
    /// How an exchange ended.
    public enum Outcome: Equatable, Sendable {
        /// The server answered.
        case response(HTTPResponse)
        /// It did not; says why.
        case failure(ChannelError)
        /// A connection that had been idle turned out to be closed. The request may be made again
        /// at once, over a new one.
        case stale
    }

    /// How long each part may take, in milliseconds.
    public struct Patience: Equatable, Sendable {
        /// From nothing to a finished handshake.
        public var opening: UInt64 = 20_000
        /// From the first byte of the request to the last of the answer.
        public var answering: UInt64 = 30_000

        /// 20 s to connect, 30 s to answer.
        public init() {}
    }

    private enum Phase {
        case closed
        case opening(deadline: UInt64)
        case open
        case talking(deadline: UInt64)
    }

    private let channel: any ServerChannel
    private let patience: Patience
    private var phase = Phase.closed
    private var output: [UInt8] = []
    private var sent = 0
    private var parser = ResponseParser()
    private var isReused = false
    private var hasInput = false

    /// The uptime from which the latest request could flow, the connection being open.
    private(set) var flowedSince: UInt64 = 0

    /// How many connections were made.
    private(set) var connections: UInt64 = 0

    /// The pin of the TLS key that the server showed on the latest connection.
    private(set) var peerPin: Pin?

    /// How far the exchange is; `idle` when no request is under way.
    public private(set) var state = UplinkState.idle

    /// An exchange over a channel.
    /// - Parameters:
    ///   - channel: the way to the server; used by nobody else.
    ///   - patience: how long each part may take.
    ///   - isOpen: whether the channel is open already.
    public init(
        over channel: any ServerChannel, patience: Patience = Patience(), isOpen: Bool = false
    ) {
        self.channel = channel
        self.patience = patience
        if isOpen { phase = .open }
    }

    /// Whether a request is under way.
    public var isBusy: Bool { state != .idle }

    /// The uptime at which `advance` should be called even if nothing came.
    public var deadline: UInt64? {
        switch phase {
        case .opening(let deadline), .talking(let deadline): deadline
        case .closed, .open: nil
        }
    }

    /// Begins a request. None may be under way.
    /// - Parameters:
    ///   - request: what to ask.
    ///   - now: the uptime in milliseconds.
    public mutating func begin(_ request: HTTPRequest, at now: UInt64) {
        output = request.serialise()
        sent = 0
        hasInput = false
        if case .open = phase {
            isReused = true
            startTalking(at: now)
        } else {
            isReused = false
            parser = ResponseParser()
            channel.open()
            phase = .opening(deadline: now + patience.opening)
            state = .resolving
        }
    }

    /// Closes the connection and forgets the request.
    public mutating func close() {
        channel.close()
        phase = .closed
        state = .idle
        output = []
    }

    /// Goes on as far as it can without blocking.
    /// - Parameter now: the uptime in milliseconds.
    /// - Returns: how the request ended, nil while it is under way or when there is none.
    public mutating func advance(at now: UInt64) -> Outcome? {
        do throws(ChannelError) {
            switch phase {
            case .closed: return nil
            case .open: return try watchIdle()
            case .opening(let deadline): return try openFurther(deadline, now)
            case .talking(let deadline): return try talk(deadline, now)
            }
        } catch {
            return fail(error)
        }
    }

    /// Nothing should come while no request is under way; the end may.
    private mutating func watchIdle() throws(ChannelError) -> Outcome? {
        if try channel.receive() != .nothing { close() }
        return nil
    }

    private mutating func openFurther(
        _ deadline: UInt64, _ now: UInt64
    ) throws(ChannelError) -> Outcome? {
        switch try channel.advance() {
        case .resolving: state = .resolving
        case .connecting: state = .connecting
        case .handshaking: state = .handshake
        case .open:
            connections += 1
            peerPin = channel.peerPin
            startTalking(at: now)
            return try talk(now + patience.answering, now)
        }
        if now < deadline { return nil }
        throw .unreachable("the server did not answer in time (\(state.description))")
    }

    private mutating func startTalking(at now: UInt64) {
        flowedSince = now
        phase = .talking(deadline: now + patience.answering)
        state = .sending
    }

    private mutating func talk(
        _ deadline: UInt64, _ now: UInt64
    ) throws(ChannelError) -> Outcome? {
        while sent < output.count {
            let count = try channel.send(output[sent...])
            if count == 0 { break }
            sent += count
        }
        state = sent < output.count ? .sending : .waiting
        // Also before all is sent: a server that refuses a body says so at once.
        if let outcome = try receive() { return outcome }
        if now < deadline { return nil }
        throw .broken("the server did not answer within \(patience.answering / 1000) s")
    }

    private mutating func receive() throws(ChannelError) -> Outcome? {
        while true {
            switch try channel.receive() {
            case .nothing: return nil
            case .end: throw .broken("the server closed the connection without an answer")
            case .bytes(let bytes):
                hasInput = true
                if let response = try parse(bytes) { return finish(response) }
            }
        }
    }

    private mutating func parse(_ bytes: [UInt8]) throws(ChannelError) -> HTTPResponse? {
        do throws(HTTPError) {
            try parser.append(bytes)
            return try parser.next()
        } catch {
            throw .broken("the server's answer is not HTTP: \(error.description)")
        }
    }

    private mutating func finish(_ response: HTTPResponse) -> Outcome {
        if parser.keepsAlive, parser.pendingBytes == 0, sent == output.count {
            phase = .open
            state = .idle
            output = []
        } else {
            close()
        }
        return .response(response)
    }

    private mutating func fail(_ error: ChannelError) -> Outcome? {
        let wasIdle = !isBusy
        let isStale = isReused && !hasInput
        close()
        if wasIdle { return nil }
        return isStale ? .stale : .failure(error)
    }
}
