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
    /// When the request began that has not come whole yet; 0 when there is none.
    private let requestSince = Atomic<UInt64>(0)

    init(id: UInt64, address: PeerAddress, loop: EventLoop) {
        self.id = id
        self.address = address
        self.loop = loop
        idleSince = Atomic(rue_monotonic_ns())
    }

    var idleTime: UInt64 { idleSince.load(ordering: .relaxed) }

    /// 0 unless it is in the middle of sending a request.
    var requestTime: UInt64 { requestSince.load(ordering: .relaxed) }

    func markIdle() { mark(idleSince: rue_monotonic_ns(), requestSince: 0) }

    func markReceiving() { mark(idleSince: 0, requestSince: rue_monotonic_ns()) }

    func markBusy() { mark(idleSince: 0, requestSince: 0) }

    private func mark(idleSince idle: UInt64, requestSince request: UInt64) {
        idleSince.store(idle, ordering: .relaxed)
        requestSince.store(request, ordering: .relaxed)
    }
}
