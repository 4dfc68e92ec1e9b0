import RueStore
import RueWire

/// Compares what a node saw of the log with the log (PROTOCOL, Witness).
enum WitnessCheck {
    /// What is wrong, in words; nil when nothing is, or nothing can be said.
    ///
    /// Only the current log id counts: under an older one the log may have ended before, which was
    /// told when it did.
    static func fault(
        in poll: PollPayload, by store: any StoreReader
    ) throws(StoreError) -> String? {
        guard poll.logID != .zero else { return nil }
        return try store.snapshot { () throws(StoreError) -> String? in
            let log = try store.logState()
            guard poll.logID == log.id else { return nil }
            let size = Int64(poll.logSize)
            guard let head = try store.logHead(atSize: size) else {
                return "it has a receipt for item \(size) of the log, which ends at "
                    + "\(log.size): the server's store was put back to an earlier state"
            }
            if head == poll.logHead { return nil }
            return "its receipt for item \(size) of the log is for another one than is kept: the "
                + "server's store was put back to an earlier state, or changed"
        }
    }
}
