internal import CRueSystem
internal import RueAgentCore
internal import RueTLS
internal import RueWire

/// The uplink's channel over the real network: looks the server up, tries its addresses one after
/// the other, and speaks pinned TLS.
final class TLSChannel: ServerChannel {
    /// One address gets this long; then the next has its turn.
    private static let attemptMilliseconds: UInt64 = 6_000
    private static let readBytes = 16_384

    private enum Stage {
        case closed
        case resolving(Resolver)
        case connecting(TCPSocket)
        case handshaking(TLSConnection)
        case open(TLSConnection)
    }

    private let host: String
    private let port: UInt16
    private var pins: [Pin]
    private let pinSource: PinSource
    private var stage = Stage.closed
    private var addresses: [NetworkAddress] = []
    private var attemptEnd: UInt64 = 0
    private var sendWaits = false
    private var receiveWaits = false
    private var lastError = ChannelError.unreachable("no address was tried")

    /// What the poll loop should wait for.
    private(set) var interest = Interest.none

    private(set) var peerPin: Pin?

    init(host: String, port: UInt16, pins: [Pin], from pinSource: PinSource = .enrolment) {
        self.host = host
        self.port = port
        self.pins = pins
        self.pinSource = pinSource
    }

    /// Trusts other keys from the next connection on.
    func trust(_ pins: [Pin]) {
        self.pins = pins
    }

    func open() {
        close()
        do throws(NetworkError) {
            let resolver = try Resolver(host: host, port: port)
            stage = .resolving(resolver)
            interest = .reading(resolver.descriptor)
        } catch {
            lastError = .unreachable(error.description)
        }
    }

    func advance() throws(ChannelError) -> ChannelPhase {
        while true {
            switch stage {
            case .closed: throw lastError
            case .resolving(let resolver):
                guard try takeAddresses(resolver) else { return .resolving }
            case .connecting(let socket):
                guard try finishConnecting(socket) else { return .connecting }
            case .handshaking(let connection):
                guard try shakeHands(connection) else { return .handshaking }
            case .open: return .open
            }
        }
    }

    func send(_ bytes: ArraySlice<UInt8>) throws(ChannelError) -> Int {
        guard case .open(let connection) = stage else { throw .broken("the connection is closed") }
        do throws(TLSError) {
            let outcome = try connection.write(bytes)
            sendWaits = outcome == .wantsWrite
            watch(connection)
            if case .written(let count) = outcome { return count }
            return 0
        } catch {
            close()
            throw .broken(error.description)
        }
    }

    func receive() throws(ChannelError) -> ChannelInput {
        guard case .open(let connection) = stage else { throw .broken("the connection is closed") }
        do throws(TLSError) {
            let outcome = try connection.read(maximum: Self.readBytes)
            receiveWaits = outcome == .wantsWrite
            watch(connection)
            switch outcome {
            case .bytes(let bytes): return .bytes(bytes)
            case .end: return .end
            case .wantsRead, .wantsWrite: return .nothing
            }
        } catch {
            close()
            throw .broken(error.description)
        }
    }

    /// Room to write is waited for only while something wants it, else poll would return at once.
    private func watch(_ connection: TLSConnection) {
        let descriptor = connection.descriptor
        interest = sendWaits || receiveWaits ? .both(descriptor) : .reading(descriptor)
    }

    func close() {
        switch stage {
        case .handshaking(let connection), .open(let connection): connection.close()
        default: break
        }
        stage = .closed
        interest = .none
        sendWaits = false
        receiveWaits = false
        peerPin = nil
    }

    // MARK: Opening, step by step; false means: not yet

    private func takeAddresses(_ resolver: Resolver) throws(ChannelError) -> Bool {
        do throws(NetworkError) {
            guard let found = try resolver.addresses() else { return false }
            addresses = found
        } catch {
            throw giveUp(.unreachable(error.description))
        }
        try tryNext(after: .unreachable("\(host) has no address"))
        return true
    }

    private func finishConnecting(_ socket: TCPSocket) throws(ChannelError) -> Bool {
        guard Poller.isReady(interest) else { return try waitFurther() }
        do throws(NetworkError) {
            try socket.finishConnecting()
        } catch {
            try tryNext(after: .unreachable(error.description))
            return true
        }
        do throws(TLSError) {
            stage = .handshaking(try TLSConnection(socket: socket, pins: pins.map { $0.bytes }))
        } catch {
            throw giveUp(.broken(error.description))
        }
        return true
    }

    private func shakeHands(_ connection: TLSConnection) throws(ChannelError) -> Bool {
        do throws(TLSError) {
            switch try connection.advanceHandshake() {
            case .wantsRead: interest = .reading(connection.descriptor)
            case .wantsWrite: interest = .writing(connection.descriptor)
            case .done:
                peerPin = Pin(connection.peerPin)
                interest = .reading(connection.descriptor)
                stage = .open(connection)
                return true
            }
        } catch {
            if case .notPinned = error {
                try tryNext(after: .untrusted(error.description(pinsFrom: pinSource)))
            } else {
                try tryNext(after: .unreachable(error.description))
            }
            return true
        }
        return try waitFurther()
    }

    private func waitFurther() throws(ChannelError) -> Bool {
        if SystemTime.uptime < attemptEnd || addresses.isEmpty { return false }
        try tryNext(after: .unreachable("the server did not answer"))
        return true
    }

    /// Begins to connect to the next address; throws when there is none left.
    private func tryNext(after error: ChannelError) throws(ChannelError) {
        lastError = error
        while !addresses.isEmpty {
            let address = addresses.removeFirst()
            do throws(NetworkError) {
                let socket = try TCPSocket(connectingTo: address)
                stage = .connecting(socket)
                interest = .writing(socket.descriptor)
                attemptEnd = SystemTime.uptime + Self.attemptMilliseconds
                return
            } catch {
                lastError = .unreachable(error.description)
            }
        }
        throw giveUp(lastError)
    }

    private func giveUp(_ error: ChannelError) -> ChannelError {
        close()
        return error
    }
}
