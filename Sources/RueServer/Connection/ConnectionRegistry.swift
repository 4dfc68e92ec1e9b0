/// Counts the connections of every address and of all, and chooses which one makes room.
final class ConnectionRegistry: Sendable {
    /// What becomes of a new connection.
    enum Admission {
        case admitted(ConnectionRecord)
        /// Admitted, and the second one must be closed for it.
        case replacing(ConnectionRecord, ConnectionRecord)
        /// There is no room and nothing idle.
        case refused
    }

    private struct State {
        var byAddress: [PeerAddress: [ConnectionRecord]] = [:]
        var count = 0
        var nextID: UInt64 = 1

        mutating func remove(_ record: ConnectionRecord) {
            guard var records = byAddress[record.address],
                let index = records.firstIndex(where: { $0 === record })
            else { return }
            records.remove(at: index)
            byAddress[record.address] = records.isEmpty ? nil : records
            count -= 1
        }
    }

    private let maximumPerAddress: Int
    private let maximum: Int
    private let state = Locked(State())

    init(maximumPerAddress: Int, maximum: Int) {
        self.maximumPerAddress = maximumPerAddress
        self.maximum = maximum
    }

    var count: Int { state.withLock { $0.count } }

    /// Enters a new connection. A connection chosen to make room is no longer counted.
    func admit(_ address: PeerAddress, to loop: EventLoop) -> Admission {
        state.withLock { state in
            var victim: ConnectionRecord?
            let own = state.byAddress[address] ?? []
            if own.count >= maximumPerAddress {
                victim = ConnectionRegistry.oldestIdle(own)
            } else if state.count >= maximum {
                victim = ConnectionRegistry.oldestIdle(state.byAddress.values.joined())
            } else {
                return .admitted(ConnectionRegistry.enter(address, loop, &state))
            }
            guard let victim else { return .refused }
            state.remove(victim)
            return .replacing(ConnectionRegistry.enter(address, loop, &state), victim)
        }
    }

    /// Chooses the oldest idle connection of all, and counts it no longer.
    func chooseVictim() -> ConnectionRecord? {
        state.withLock { state in
            let victim = ConnectionRegistry.oldestIdle(state.byAddress.values.joined())
            if let victim { state.remove(victim) }
            return victim
        }
    }

    /// Forgets a closed connection.
    func remove(_ record: ConnectionRecord) {
        state.withLock { $0.remove(record) }
    }

    private static func enter(
        _ address: PeerAddress, _ loop: EventLoop, _ state: inout State
    ) -> ConnectionRecord {
        let record = ConnectionRecord(id: state.nextID, address: address, loop: loop)
        state.nextID += 1
        state.count += 1
        state.byAddress[address, default: []].append(record)
        return record
    }

    private static func oldestIdle(
        _ records: some Sequence<ConnectionRecord>
    ) -> ConnectionRecord? {
        var oldest: ConnectionRecord?
        var oldestTime = UInt64.max
        for record in records {
            let time = record.idleTime
            if time != 0 && time < oldestTime {
                oldest = record
                oldestTime = time
            }
        }
        return oldest
    }
}
