import Foundation
import Glibc

/// Answers every request on one connection with the same bytes: what loopback and the kernel cost
/// by themselves.
final class BareServer {
    let port: Int
    private let listener: Int32

    init(body: [UInt8]) throws {
        (listener, port) = try LoopbackSocket.listen()
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
        let answer = Array(head.utf8) + body
        let listener = listener
        Thread.detachNewThread { Self.serve(listener, answer) }
    }

    deinit { close(listener) }

    /// Until the client leaves.
    private static func serve(_ listener: Int32, _ answer: [UInt8]) {
        let client = accept(listener, nil, nil)
        defer { close(client) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        // The client's requests are shorter than this, and come one after another.
        while recv(client, &buffer, buffer.count, 0) > 0 {
            do {
                try LoopbackSocket.send(client, answer)
            } catch {
                return
            }
        }
    }
}
