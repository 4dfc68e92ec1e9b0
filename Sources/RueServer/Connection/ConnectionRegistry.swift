/// Counts the connections of every address and of all, and chooses which one makes room.
final class ConnectionRegistry: Sendable {
    /// What becomes of a new connection.
    enum Admission {
        case admitted(ConnectionRecord)
        /// Admitted, and the second one must be closed for it.
        case replacing(ConnectionRecord, ConnectionRecord)
        /// Admitted, and the second one, which has not sent its request yet, must be cut off.
        case cuttingOff(ConnectionRecord, ConnectionRecord)
        /// There is no room and nothing that could make some.
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
            let own = state.byAddress[address] ?? []
            let isAddressFull = own.count >= maximumPerAddress
            if !isAddressFull && state.count < maximum {
                return .admitted(ConnectionRegistry.enter(address, loop, &state))
            }
            let victim =
                isAddressFull
                ? ConnectionRegistry.oldestIdle(own).map { Victim.idle($0) }
                : ConnectionRegistry.victim(of: state.byAddress, besides: own.count)
            switch victim {
            case .idle(let record):
                state.remove(record)
                return .replacing(ConnectionRegistry.enter(address, loop, &state), record)
            case .slow(let record):
                state.remove(record)
                return .cuttingOff(ConnectionRegistry.enter(address, loop, &state), record)
            case nil: return .refused
            }
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

    private enum Victim {
        case idle(ConnectionRecord)
        /// In the middle of a request.
        case slow(ConnectionRecord)
    }

    /// Which connection of all makes room for a newcomer whose address has some already.
    ///
    /// The address with the most comes first, if it has clearly more than the newcomer's: else a few
    /// addresses that open all they may, or send a byte now and then on each, would take the places
    /// of all the others.
    private static func victim(
        of byAddress: [PeerAddress: [ConnectionRecord]], besides own: Int
    ) -> Victim? {
        let crowd = byAddress.values.max { $0.count < $1.count } ?? []
        if crowd.count > own + 1 {
            if let idle = oldestIdle(crowd) { return .idle(idle) }
            if let slow = oldest(crowd, by: \.requestTime) { return .slow(slow) }
        }
        // Nor does one of the crowd get the place of an address with fewer.
        let equals = byAddress.values.filter { $0.count >= own }
        return oldestIdle(equals.joined()).map { .idle($0) }
    }

    private static func oldestIdle(
        _ records: some Sequence<ConnectionRecord>
    ) -> ConnectionRecord? {
        oldest(records, by: \.idleTime)
    }

    private static func oldest(
        _ records: some Sequence<ConnectionRecord>, by since: (ConnectionRecord) -> UInt64
    ) -> ConnectionRecord? {
        var oldest: ConnectionRecord?
        var oldestTime = UInt64.max
        for record in records {
            let time = since(record)
            if time != 0 && time < oldestTime {
                oldest = record
                oldestTime = time
            }
        }
        return oldest
    }
}
