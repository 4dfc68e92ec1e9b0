import Foundation
import Glibc

/// A port of 127.0.0.1 where connections are taken and nothing is ever answered.
public final class SilentServer {
    private let descriptor: Int32
    /// The port, of the kernel's choice.
    public let port: Int

    /// Listens; the kernel takes the connections.
    ///
    /// - Throws: what the system says.
    public init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) != 0 || listen(descriptor, 16) != 0
                    || getsockname(descriptor, $0, &length) != 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        if failed { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// Whether a connection waits to be taken up.
    ///
    /// - Parameter seconds: how long to wait for one at most.
    /// - Returns: whether there is one.
    public func isCalled(seconds: Double = 20) -> Bool {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&ready, 1, Int32(seconds * 1000)) == 1
    }
}
