public import RueWire

/// The pins that nodes are to have (PROTOCOL, Transport).
public struct PinsRecord: Equatable, Sendable {
    /// When they were made, in milliseconds since 1970; only rising.
    public var number: Int64
    /// The pin of the TLS key that the node port presents.
    public var live: Pin
    /// The pin of the key in the recovery kit.
    public var recovery: Pin

    /// Puts the three together.
    public init(number: Int64, live: Pin, recovery: Pin) {
        self.number = number
        self.live = live
        self.recovery = recovery
    }
}

/// What a node said in its polls, where it is more than that it is there.
public struct PollRecord: Equatable, Sendable {
    /// Whose poll it was.
    public var node: RowID
    /// The number of the pins that the node has; 0 for those of its grant.
    public var pinsNumber: Int64
    /// The number of the last command that the node has.
    public var commandSequence: Int64
    /// When one of the two changed, in milliseconds since 1970.
    public var changedMilliseconds: Int64

    /// Puts a record together.
    public init(
        node: RowID, pinsNumber: Int64, commandSequence: Int64, changedMilliseconds: Int64
    ) {
        self.node = node
        self.pinsNumber = pinsNumber
        self.commandSequence = commandSequence
        self.changedMilliseconds = changedMilliseconds
    }
}
