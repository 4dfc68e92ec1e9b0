import RueStore
import RueWire

/// Raises the alarm that the log is not the one that a node saw, and begins a new one: once, for
/// what other nodes saw of the old one says no more then.
final class WitnessJob: WriterJob {
    private let poll: Poll
    private let newLogID: Bytes16
    private let log: @Sendable (String) -> Void

    init(_ poll: Poll, newLogID: Bytes16, log: @escaping @Sendable (String) -> Void) {
        self.poll = poll
        self.newLogID = newLogID
        self.log = log
    }

    func perform(_ state: WriterState) throws(StoreError) {
        // Asked again: another node's poll may have been first.
        guard let fault = try WitnessCheck.fault(in: poll.payload, by: state.store) else { return }
        try state.store.recordEvent(.rolledBack, node: poll.node, detail: fault, now: state.now)
        try state.beginLogSegment(id: newLogID)
    }

    func finish(_ error: StoreError?) {
        if let error { log("cannot record that the server was rolled back: \(error)") }
    }
}
