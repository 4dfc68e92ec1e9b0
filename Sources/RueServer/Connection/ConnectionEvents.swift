internal import CEvent

/// The three events of a connection, made before it so that it cannot exist without them.
struct ConnectionEvents {
    let read: OpaquePointer
    let write: OpaquePointer
    let timer: OpaquePointer
    private let base: OpaquePointer
    private let descriptor: Int32

    init?(_ base: OpaquePointer, _ descriptor: Int32) {
        self.base = base
        self.descriptor = descriptor
        let made = [
            event_new(base, descriptor, rue_ev_read | rue_ev_persist, nil, nil),
            event_new(base, descriptor, rue_ev_write, nil, nil),
            event_new(base, -1, 0, nil, nil),
        ]
        guard let read = made[0], let write = made[1], let timer = made[2] else {
            for case let event? in made { event_free(event) }
            return nil
        }
        self.read = read
        self.write = write
        self.timer = timer
    }

    /// Lets the events call a connection, which frees them before it goes: so the context need not
    /// keep it alive.
    func assign(to connection: Connection) {
        let context = Unmanaged.passUnretained(connection).toOpaque()
        event_assign(
            read, base, descriptor, rue_ev_read | rue_ev_persist,
            { Connection.from($2)?.readable() }, context)
        event_assign(
            write, base, descriptor, rue_ev_write,
            { Connection.from($2)?.writable() }, context)
        event_assign(timer, base, -1, 0, { Connection.from($2)?.timerFired() }, context)
    }
}

extension Connection {
    /// The connection of an event. The reference keeps it alive while it closes itself.
    static func from(_ context: UnsafeMutableRawPointer?) -> Connection? {
        context.map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
    }
}
