import RueStore
import RueWire

/// The numbers that a node says it has.
struct PollNumbers: Equatable, Sendable {
    var pins: Int64
    var command: Int64

    init(_ payload: PollPayload) {
        pins = Int64(payload.pinsNumber)
        command = Int64(payload.commandSequence)
    }

    init(_ record: PollRecord) {
        pins = record.pinsNumber
        command = record.commandSequence
    }
}

/// Notes which pins and commands a node has.
final class PollJob: WriterJob {
    private static let hourMilliseconds: Int64 = 3_600_000

    private let poll: Poll
    private let numbers: PollNumbers
    private let log: @Sendable (String) -> Void
    private let completion: @Sendable () -> Void

    init(
        _ poll: Poll, _ numbers: PollNumbers, log: @escaping @Sendable (String) -> Void,
        completion: @escaping @Sendable () -> Void
    ) {
        self.poll = poll
        self.numbers = numbers
        self.log = log
        self.completion = completion
    }

    func perform(_ state: WriterState) throws(StoreError) {
        let known = try state.store.polls().first { $0.node == poll.node }
        // The next command's number is above both, so a server that has forgotten learns it.
        let command = max(known?.commandSequence ?? 0, numbers.command)
        if known?.pinsNumber != numbers.pins || known?.commandSequence != command {
            try state.store.recordPoll(
                PollRecord(
                    node: poll.node, pinsNumber: numbers.pins, commandSequence: command,
                    changedMilliseconds: state.now))
        }
        try renumber(state)
    }

    func finish(_ error: StoreError?) {
        if let error {
            log("cannot note what a node polled: \(error)")
        } else {
            completion()
        }
    }

    /// A server that was put back to before its last pins numbers those that it has anew, or the
    /// node, whose number only rises, would never take them. Seldom, whatever nodes say.
    private func renumber(_ state: WriterState) throws(StoreError) {
        guard var pins = state.pins, numbers.pins > pins.number, state.now > numbers.pins,
            state.now - pins.number >= Self.hourMilliseconds
        else { return }
        pins.number = state.now
        try state.addPins(pins)
    }
}
