internal import RueAgentCore
internal import RueWire

extension StateFolder {
    var pinsPath: String { path + "/pins.cose" }
    var commandPath: String { path + "/command" }

    /// The pins that the server sent in the place of the grant's; nil when it sent none. What is
    /// not good counts as none: the grant's pins may still do.
    func pins(of identity: NodeIdentity, log: any NodeLog) -> Pins? {
        guard SystemFile.exists(pinsPath) else { return nil }
        do throws(AgentFailure) {
            let message = try read(pinsPath)
            return try orFail(.data, { "\(pinsPath) is not good: \($0.description)" }) {
                () throws(PinsError) in
                try Pins(
                    decoding: message, from: identity.grant.serverKey, isOwn: identity.isOwn)
            }
        } catch {
            log.note(.error, "\(error.message); the TLS pins of the enrolment are used")
            return nil
        }
    }

    /// The number of the last command that came; 0 before any.
    func commandSequence() throws(AgentFailure) -> UInt64 {
        guard SystemFile.exists(commandPath) else { return 0 }
        let text = String(decoding: try read(commandPath), as: UTF8.self)
        guard let line = text.split(separator: "\n").first, let number = UInt64(String(line)) else {
            throw AgentFailure(
                .data,
                "\(commandPath) does not hold a number; delete it: the server knows its last "
                    + "command")
        }
        return number
    }
}

/// Keeps what the polls bring in the state folder.
final class StatePollMemory: PollMemory {
    private let state: StateFolder

    init(_ state: StateFolder) { self.state = state }

    func keep(_ pins: Pins) throws(PollMemoryError) {
        try keep(pins.message, at: state.pinsPath)
    }

    func keep(commandSequence sequence: UInt64) throws(PollMemoryError) {
        try keep(Array("\(sequence)\n".utf8), at: state.commandPath)
    }

    private func keep(_ bytes: [UInt8], at path: String) throws(PollMemoryError) {
        do throws(AgentFailure) {
            try state.write(path, bytes)
        } catch {
            throw PollMemoryError(error.message)
        }
    }
}
