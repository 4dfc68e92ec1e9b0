import CRueSystem
import RueHTTP
import RueTLS

/// One keep-alive connection to the server; every call blocks for at most 30 s.
final class BenchClient {
    private let connection: TLSConnection
    private var parser = ResponseParser()

    init(port: UInt16, pin: [UInt8]) throws {
        guard let address = NetworkAddress(numeric: "127.0.0.1", port: port) else {
            throw BenchError("no address")
        }
        let socket = try TCPSocket(connectingTo: address)
        try Self.wait(socket.descriptor, RUE_POLL_WRITE)
        try socket.finishConnecting()
        connection = try TLSConnection(socket: socket, pins: [pin])
        while true {
            switch try connection.advanceHandshake() {
            case .done: return
            case .wantsRead: try Self.wait(connection.descriptor, RUE_POLL_READ)
            case .wantsWrite: try Self.wait(connection.descriptor, RUE_POLL_WRITE)
            }
        }
    }

    func close() { connection.close() }

    /// Sends a request and waits for its answer, which must be 200.
    func exchange(_ request: [UInt8]) throws -> HTTPResponse {
        try send(request)
        while true {
            if let response = try parser.next() {
                guard response.status == 200 else {
                    throw BenchError("the server answered \(response.status)")
                }
                return response
            }
            switch try connection.read(maximum: 16_384) {
            case .bytes(let bytes): try parser.append(bytes)
            case .wantsRead: try Self.wait(connection.descriptor, RUE_POLL_READ)
            case .wantsWrite: try Self.wait(connection.descriptor, RUE_POLL_WRITE)
            case .end: throw BenchError("the server closed the connection")
            }
        }
    }

    private func send(_ request: [UInt8]) throws {
        var rest = request[...]
        while !rest.isEmpty {
            switch try connection.write(rest) {
            case .written(let count): rest = rest.dropFirst(count)
            case .wantsRead: try Self.wait(connection.descriptor, RUE_POLL_READ)
            case .wantsWrite: try Self.wait(connection.descriptor, RUE_POLL_WRITE)
            }
        }
    }

    private static func wait(_ descriptor: Int32, _ wanted: Int32) throws {
        var entry = rue_poll_entry(descriptor: descriptor, wanted: Int16(wanted), ready: 0)
        guard rue_poll(&entry, 1, 30_000) > 0 else { throw BenchError("no answer in 30 s") }
    }
}
