/// What a node remembers of its polls, on its disk.
public protocol PollMemory: AnyObject {
    /// Keeps new pins in the place of those before, so that a loss of power leaves the old or the
    /// new ones.
    /// - Parameter pins: verified pins.
    /// - Throws: `PollMemoryError`; the old ones are kept then.
    func keep(_ pins: Pins) throws(PollMemoryError)

    /// Keeps the number of the last command.
    /// - Parameter sequence: its number.
    /// - Throws: `PollMemoryError`; the number before is kept then.
    func keep(commandSequence sequence: UInt64) throws(PollMemoryError)
}

/// Why something could not be kept.
public struct PollMemoryError: Error, Equatable, Sendable {
    /// What happened, for a person.
    public let description: String

    /// An error.
    /// - Parameter description: what happened, for a person.
    public init(_ description: String) { self.description = description }
}
