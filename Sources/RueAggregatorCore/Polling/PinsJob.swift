import RueStore
import RueWire

/// Numbers the pins that the server serves with, where they are not those that the store has.
final class PinsJob: WriterJob {
    private let live: Pin
    private let recovery: Pin
    private let log: @Sendable (String) -> Void

    init(_ authority: NodeAuthority, log: @escaping @Sendable (String) -> Void) {
        live = authority.livePin
        recovery = authority.recoveryPin
        self.log = log
    }

    func perform(_ state: WriterState) throws(StoreError) {
        let last = state.pins
        if let last, last.live == live, last.recovery == recovery { return }
        let number = max(state.now, (last?.number ?? 0) + 1)
        try state.addPins(PinsRecord(number: number, live: live, recovery: recovery))
    }

    func finish(_ error: StoreError?) {
        if let error { log("cannot note the pins, nodes are not told them: \(error)") }
    }
}
