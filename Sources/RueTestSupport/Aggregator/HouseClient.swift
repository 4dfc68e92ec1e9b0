import Foundation

/// A plain HTTP client on a loopback socket, as simple as can be, for the household's port. It
/// gives up after twenty seconds without a byte.
public final class HouseClient {
    private let descriptor: Int32
    private var received: [UInt8] = []

    /// What went wrong.
    public enum Failure: Error, Equatable {
        /// No connection, by `errno`.
        case connect(Int32)
        /// Nothing came for twenty seconds, or the connection broke, by `errno`.
        case receive(Int32)
        /// The server took nothing.
        case send(Int32)
        /// The answer is not HTTP.
        case malformed(String)
        /// What was waited for did not come before the end.
        case ended(String)
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - port: the port on 127.0.0.1.
    ///   - receiveBuffer: how many bytes the system keeps for a client that does not read; 0 for
    ///     its own choice.
    /// - Throws: `.connect`.
    public init(port: Int, receiveBuffer: Int32 = 0) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if receiveBuffer > 0 {
            var size = receiveBuffer
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure.connect(errno) }
    }

    deinit { close(descriptor) }

    /// Sends a request without a body.
    ///
    /// - Parameters:
    ///   - target: path and query.
    ///   - method: the method.
    ///   - headers: fields; a Host of localhost unless there is one among them.
    /// - Throws: `.send`.
    public func request(
        _ target: String, method: String = "GET", headers: [String: String] = [:]
    ) throws {
        var text = "\(method) \(target) HTTP/1.1\r\n"
        if headers["Host"] == nil { text += "Host: localhost\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        let bytes = Array((text + "\r\n").utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure.send(errno)
        }
    }

    /// Reads until a text has come.
    ///
    /// - Parameters:
    ///   - text: what to wait for.
    ///   - seconds: how long at most.
    /// - Returns: everything that has come so far, head included.
    /// - Throws: `.receive`, `.ended` when the connection ends or the time is over before.
    @discardableResult
    public func wait(for text: String, seconds: Double = 10) throws -> String {
        try wait(seconds: seconds) { $0.contains(text) }
    }

    /// Reads until enough has come.
    ///
    /// - Parameters:
    ///   - seconds: how long at most.
    ///   - isEnough: judges everything that has come so far, head included.
    /// - Returns: everything that has come so far.
    /// - Throws: `.receive`, `.ended` when the connection ends or the time is over before.
    @discardableResult
    public func wait(
        seconds: Double = 10, until isEnough: (String) -> Bool
    ) throws -> String {
        let end = Date().addingTimeInterval(seconds)
        while true {
            let all = String(decoding: received, as: UTF8.self)
            if isEnough(all) { return all }
            guard Date() < end, try receive() else { throw Failure.ended(all) }
        }
    }

    /// Reads to the end of the connection.
    ///
    /// - Returns: everything that has come.
    /// - Throws: `.receive`.
    public func readToEnd() throws -> [UInt8] {
        while try receive() {}
        return received
    }

    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        // A server that cuts a client off may reset the connection.
        if count < 0, errno == ECONNRESET { return false }
        guard count >= 0 else { throw Failure.receive(errno) }
        received += buffer[..<count]
        return count > 0
    }

    /// One request on a connection of its own.
    ///
    /// - Parameters:
    ///   - target: path and query.
    ///   - port: the port on 127.0.0.1.
    ///   - method: the method.
    ///   - headers: fields besides Host and Connection.
    /// - Returns: the answer.
    /// - Throws: as the other calls; `.malformed`.
    public static func get(
        _ target: String, port: Int, method: String = "GET", headers: [String: String] = [:]
    ) throws -> HouseAnswer {
        let client = try HouseClient(port: port)
        try client.request(
            target, method: method,
            headers: headers.merging(["Connection": "close"]) { own, _ in own })
        return try HouseAnswer(client.readToEnd())
    }
}
