import Glibc

/// One keep-alive connection over plain HTTP, as a browser on this machine has. It reads no more of
/// an answer than where it ends, so that little of the time it measures is its own.
final class PageClient {
    private static let timeoutSeconds = 120
    private let descriptor: Int32
    private let port: Int
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(port: Int) throws {
        self.port = port
        descriptor = try LoopbackSocket.connect(port: port)
        try LoopbackSocket.limitWaiting(descriptor, seconds: Self.timeoutSeconds)
    }

    deinit { close(descriptor) }

    /// Asks, and waits for the whole answer, which must be 200.
    ///
    /// - Returns: the answer's body.
    func get(_ target: String) throws -> [UInt8] {
        let request = "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"
        try LoopbackSocket.send(descriptor, Array(request.utf8))
        var answer: [UInt8] = []
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchError("\(target): the answer broke off") }
            answer += buffer[..<count]
            if let head = HeadEnd(answer) {
                return try rest(of: answer, after: head, target)
            }
        }
    }

    private func rest(of begun: [UInt8], after head: HeadEnd, _ target: String) throws -> [UInt8] {
        guard head.status == 200 else {
            throw BenchError("\(target): status \(head.status)")
        }
        var body = Array(begun[head.length...])
        body.reserveCapacity(head.bodyLength)
        while body.count < head.bodyLength {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchError("\(target): the answer broke off") }
            body += buffer[..<count]
        }
        return body
    }
}
