import Foundation
import Glibc

/// The socket on which systemd hears of a service (sd_notify(3)), for programs under test.
public final class ServiceManagerSocket {
    private let descriptor: Int32
    /// What it is called in `NOTIFY_SOCKET`.
    public let name: String

    /// Binds a datagram socket.
    ///
    /// - Parameter name: a path, or `@` and a name in the abstract space.
    /// - Throws: what the system says.
    public init(_ name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: name.utf8.map { $0 == UInt8(ascii: "@") ? 0 : $0 })
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        if bound != 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// What a program under test is started with.
    ///
    /// - Parameter watchdogMilliseconds: how often it must show life; nil for no watchdog.
    /// - Returns: its environment.
    public func environment(watchdogMilliseconds: Int? = nil) -> [String: String] {
        var environment = ["NOTIFY_SOCKET": name]
        if let watchdogMilliseconds {
            environment["WATCHDOG_USEC"] = String(watchdogMilliseconds * 1000)
        }
        return environment
    }

    /// Waits for the next message.
    ///
    /// - Parameter seconds: how long at most.
    /// - Returns: the message; nil when none came in time.
    public func next(seconds: Double = 20) -> String? {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, Int32(seconds * 1000)) == 1 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// Waits for a message that holds a text, past others.
    ///
    /// - Parameter text: what it must hold.
    /// - Returns: whether one of the next twenty did, each in time.
    public func hears(_ text: String) -> Bool {
        for _ in 0..<20 {
            guard let message = next() else { return false }
            if message.contains(text) { return true }
        }
        return false
    }
}
