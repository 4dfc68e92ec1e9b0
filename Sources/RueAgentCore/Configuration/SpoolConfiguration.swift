/// Where a node keeps what it has signed, and how much of it.
public struct SpoolConfiguration: Equatable, Sendable {
    /// Where the spool is.
    public enum Place: Equatable, Sendable {
        /// In a file of the state folder: what is signed outlives the program and a loss of power.
        case card
        /// In memory: nothing is written, and what was not delivered is lost with the program.
        case memory
    }

    /// Where the spool is.
    public let place: Place

    /// How many bytes of batches are kept: delivered ones as long as there is room, and of those
    /// that wait the oldest as summaries, once they alone are more.
    public let limitBytes: Int64

    /// On the card, 256 MiB.
    public static let standard = SpoolConfiguration(place: .card, limitBytes: 256 << 20)

    /// 16 MiB: two weeks of six channels a minute, on a node of 512 MB.
    static let standardMemoryBytes: Int64 = 16 << 20

    /// What a spool in memory means to whoever runs the node, in one sentence; nil for the card.
    public var warning: String? {
        guard place == .memory else { return nil }
        return "the spool is in memory: nothing is written to the card, what is not delivered when "
            + "the node ends or loses power is lost, and after each start it signs nothing before "
            + "the server has told where the chain ends"
    }

    /// Where a node keeps what it has signed.
    /// - Parameters:
    ///   - place: where the spool is.
    ///   - limitBytes: how many bytes of batches are kept.
    public init(place: Place, limitBytes: Int64) {
        self.place = place
        self.limitBytes = limitBytes
    }
}
