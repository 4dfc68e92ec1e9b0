internal import CEvent
import Synchronization

/// What the registry knows of a connection, whichever loop has it.
final class ConnectionRecord: Sendable {
    let id: UInt64
    let address: PeerAddress
    let loop: EventLoop
    /// When the connection became idle (monotonic ns); 0 while it is in use. Written by
    /// the loop, read by the acceptor: a value of a moment ago is good enough to choose by.
    private let idleSince: Atomic<UInt64>

    init(id: UInt64, address: PeerAddress, loop: EventLoop) {
        self.id = id
        self.address = address
        self.loop = loop
        idleSince = Atomic(rue_monotonic_ns())
    }

    var idleTime: UInt64 { idleSince.load(ordering: .relaxed) }

    func markIdle() { idleSince.store(rue_monotonic_ns(), ordering: .relaxed) }

    func markBusy() { idleSince.store(0, ordering: .relaxed) }
}
