import Foundation
import Glibc

/// A bad network: a port of 127.0.0.1 from which bytes go on to another, and back, until a
/// connection is cut, or stalls, at a chosen byte; or each piece comes late.
///
/// `@unchecked Sendable`: what its threads share is under `lock`.
public final class LossyProxy: @unchecked Sendable {
    /// The two ways through it.
    public enum Direction: Sendable {
        /// From the node to the server.
        case up
        /// From the server to the node.
        case down
    }

    /// What becomes of a connection.
    public enum Fate: Sendable {
        /// All goes through.
        case passes
        /// After so many bytes one way, both ends find it closed.
        case isCut(Direction, after: Int)
        /// After so many bytes one way, nothing more comes that way, and nobody is told.
        case stalls(Direction, after: Int)
        /// Each piece of at most so many bytes takes so long, both ways.
        case isSlow(pieceBytes: Int, milliseconds: Int)
    }

    /// The port, of the kernel's choice.
    public let port: Int
    private let target: Int
    private let listener: Int32
    private let lock = NSLock()
    private var fates: [Fate] = []
    private var connections: [LossyConnection] = []

    /// Listens.
    ///
    /// - Parameter target: the port of 127.0.0.1 to which connections go on.
    /// - Throws: what the system says.
    public init(to target: Int) throws {
        self.target = target
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        var address = Self.address(0)
        let failed = Self.withAddress(&address) {
            bind(listener, $0, length) != 0 || listen(listener, 64) != 0
                || getsockname(listener, $0, &length) != 0
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        if failed { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        Thread.detachNewThread { [weak self] in
            while true {
                let accepted = accept(listener, nil, nil)
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                guard accepted >= 0, let self else {
                    if accepted >= 0 { close(accepted) }
                    return
                }
                self.take(accepted)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for connection in connections { connection.cut() }
    }

    /// Decides on the connections to come, in their order; those after them pass.
    ///
    /// - Parameter fates: one for each.
    public func expect(_ fates: Fate...) { lock.withLock { self.fates = fates } }

    /// How many bytes have gone through so far, of all connections.
    ///
    /// - Parameter direction: which way.
    /// - Returns: their number.
    public func bytes(_ direction: Direction) -> Int {
        lock.withLock { connections.reduce(0) { $0 + $1.passed(direction) } }
    }

    /// How many connections were cut or have stalled, as they had to.
    public var losses: Int {
        lock.withLock { connections.filter(\.isLost).count }
    }

    private func take(_ near: Int32) {
        let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = Self.address(target)
        let failed = Self.withAddress(&address) {
            connect(far, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
        }
        if failed {
            close(near)
            close(far)
            return
        }
        var yes: Int32 = 1
        for end in [near, far] {
            setsockopt(
                end, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        let fate = lock.withLock { fates.isEmpty ? .passes : fates.removeFirst() }
        let connection = LossyConnection(near: near, far: far, fate: fate)
        lock.withLock { connections.append(connection) }
        connection.start()
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return address
    }

    private static func withAddress<T>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> T
    ) -> T {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}
