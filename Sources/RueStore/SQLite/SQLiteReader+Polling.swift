internal import RueSQLite
internal import RueWire

extension SQLiteReader {
    func pins() throws(StoreError) -> PinsRecord? {
        try row("SELECT number, live, recovery FROM pins ORDER BY number DESC LIMIT 1") {
            PinsRecord(
                number: $0.integer(at: 0), live: $0.bytes32(at: 1), recovery: $0.bytes32(at: 2))
        }
    }

    func polls() throws(StoreError) -> [PollRecord] {
        try rows("SELECT node, pins, cseq, changed_ms FROM poll ORDER BY node") {
            PollRecord(
                node: $0.integer(at: 0), pinsNumber: $0.integer(at: 1),
                commandSequence: $0.integer(at: 2), changedMilliseconds: $0.integer(at: 3))
        }
    }
}

extension SQLiteWriter {
    func addPins(_ pins: PinsRecord) throws(StoreError) {
        try change(
            "INSERT INTO pins VALUES (?, ?, ?)",
            [.integer(pins.number), .blob(pins.live.bytes), .blob(pins.recovery.bytes)])
    }

    func recordPoll(_ poll: PollRecord) throws(StoreError) {
        try change(
            "INSERT OR REPLACE INTO poll VALUES (?, ?, ?, ?)",
            [
                .integer(poll.node), .integer(poll.pinsNumber), .integer(poll.commandSequence),
                .integer(poll.changedMilliseconds),
            ])
    }
}
