import CRueSystem
import RueTLS
import Testing

/// Drives a connection with a poll loop, as the agent does; every wait has a deadline.
final class TestClient {
    struct TimedOut: Error {}

    let connection: TLSConnection
    private let timeoutMilliseconds: Int32

    /// Connects and shakes hands.
    init(
        to address: NetworkAddress, pins: [[UInt8]], timeoutMilliseconds: Int32 = 10_000
    ) throws {
        let socket = try TCPSocket(connectingTo: address)
        self.timeoutMilliseconds = timeoutMilliseconds
        try Self.wait(socket.descriptor, RUE_POLL_WRITE, timeoutMilliseconds)
        try socket.finishConnecting()
        connection = try TLSConnection(socket: socket, pins: pins)
        while true {
            switch try connection.advanceHandshake() {
            case .done: return
            case .wantsRead: try wait(RUE_POLL_READ)
            case .wantsWrite: try wait(RUE_POLL_WRITE)
            }
        }
    }

    /// Everything until `count` bytes are there, or until the server's end.
    func read(_ count: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count {
            switch try connection.read(maximum: count - all.count) {
            case .bytes(let bytes): all += bytes
            case .end: return all
            case .wantsRead: try wait(RUE_POLL_READ)
            case .wantsWrite: try wait(RUE_POLL_WRITE)
            }
        }
        return all
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch try connection.write(rest) {
            case .written(let count): rest = rest.dropFirst(count)
            case .wantsRead: try wait(RUE_POLL_READ)
            case .wantsWrite: try wait(RUE_POLL_WRITE)
            }
        }
    }

    /// Sends and receives at once, since neither side has room for all of it.
    func exchange(_ bytes: [UInt8]) throws -> [UInt8] {
        var rest = bytes[...]
        var answer: [UInt8] = []
        while answer.count < bytes.count {
            var wanted = RUE_POLL_READ
            if !rest.isEmpty {
                if case .written(let count) = try connection.write(rest) {
                    rest = rest.dropFirst(count)
                    continue
                }
                wanted |= RUE_POLL_WRITE
            }
            switch try connection.read(maximum: 65536) {
            case .bytes(let bytes): answer += bytes
            case .end: return answer
            case .wantsRead, .wantsWrite: try wait(wanted)
            }
        }
        return answer
    }

    private func wait(_ wanted: Int32) throws {
        try Self.wait(connection.descriptor, wanted, timeoutMilliseconds)
    }

    private static func wait(
        _ descriptor: Int32, _ wanted: Int32, _ timeoutMilliseconds: Int32
    ) throws {
        var entry = rue_poll_entry(descriptor: descriptor, wanted: Int16(wanted), ready: 0)
        let ready = rue_poll(&entry, 1, timeoutMilliseconds)
        try #require(ready >= 0)
        if ready == 0 { throw TimedOut() }
    }
}
