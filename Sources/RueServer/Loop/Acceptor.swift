internal import CEvent
import Glibc

/// Takes connections from the listening sockets and hands them to the event loops in turn. Lives on
/// the first loop's thread.
final class Acceptor {
    private struct Door {
        let socket: ListeningSocket
        let event: OpaquePointer
    }

    /// What an event of a door calls with.
    private final class DoorContext {
        unowned(unsafe) let acceptor: Acceptor
        let index: Int

        init(_ acceptor: Acceptor, _ index: Int) {
            self.acceptor = acceptor
            self.index = index
        }
    }

    /// How long accepting rests when the system has no descriptors left.
    private static let restMilliseconds: UInt64 = 100

    private let base: OpaquePointer
    private let sockets: [ListeningSocket]
    private let loops: [EventLoop]
    private let registry: ConnectionRegistry
    private var doors: [Door] = []
    private var contexts: [DoorContext] = []
    private var timer: OpaquePointer?
    private var nextLoop = 0

    init(sockets: [ListeningSocket], loops: [EventLoop], registry: ConnectionRegistry) {
        base = loops[0].base
        self.sockets = sockets
        self.loops = loops
        self.registry = registry
    }

    /// Begins to accept. What cannot get an event for lack of memory is closed.
    func begin() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        timer = event_new(base, -1, 0, { Acceptor.from($2)?.resume() }, this)
        for (index, socket) in sockets.enumerated() {
            let context = DoorContext(self, index)
            let event = event_new(
                base, socket.descriptor, rue_ev_read | rue_ev_persist,
                { Acceptor.opened($2) }, Unmanaged.passUnretained(context).toOpaque())
            guard let event else {
                close(socket.descriptor)
                continue
            }
            contexts.append(context)
            doors.append(Door(socket: socket, event: event))
        }
        resume()
    }

    /// Closes the listening sockets.
    func end() {
        for door in doors {
            event_free(door.event)
            close(door.socket.descriptor)
        }
        doors = []
        if let timer { event_free(timer) }
        timer = nil
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Acceptor? {
        context.map { Unmanaged<Acceptor>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func opened(_ context: UnsafeMutableRawPointer?) {
        guard let context else { return }
        let door = Unmanaged<DoorContext>.fromOpaque(context).takeUnretainedValue()
        door.acceptor.accept(door.acceptor.sockets[door.index])
    }

    private func resume() {
        for door in doors { _ = rue_event_enable(door.event) }
    }

    /// Takes the connections that wait, but not so many that others' requests wait for them.
    private func accept(_ socket: ListeningSocket) {
        for _ in 0..<64 {
            var peer = rue_peer()
            let descriptor = rue_accept(socket.descriptor, &peer)
            if descriptor >= 0 {
                admit(descriptor, PeerAddress(peer), socket)
            } else if rue_is_again(Int(descriptor)) == 1 {
                return
            } else if rue_accept_may_go_on(-descriptor) == 0 {
                return rest()
            }
        }
    }

    private func admit(_ descriptor: Int32, _ address: PeerAddress, _ socket: ListeningSocket) {
        let loop = loops[nextLoop % loops.count]
        nextLoop += 1
        let record: ConnectionRecord
        switch registry.admit(address, to: loop) {
        case .admitted(let new): record = new
        case .replacing(let new, let victim):
            record = new
            victim.loop.post(.evict(connection: victim.id))
        case .cuttingOff(let new, let victim):
            record = new
            victim.loop.post(.cutOff(connection: victim.id))
        case .refused:
            close(descriptor)
            return
        }
        let accepted = AcceptedSocket(
            descriptor: descriptor, record: record, tls: socket.tls,
            application: socket.application)
        if loop === loops[0] {
            loop.adopt(accepted)
        } else {
            loop.post(.adopt(accepted))
        }
    }

    /// Out of descriptors: the socket stays readable, so without a rest the loop would spin. The
    /// oldest idle connection makes room.
    private func rest() {
        if let victim = registry.chooseVictim() {
            victim.loop.post(.evict(connection: victim.id))
        }
        for door in doors { event_del(door.event) }
        if let timer { _ = rue_timer_arm(timer, Acceptor.restMilliseconds) }
    }
}
