/// Where an item stands to the head of its node's chain.
public enum ChainVerdict: Sendable, CustomStringConvertible {
    /// It follows the head: store it.
    case next
    /// It is kept already: answer with the identical receipt.
    case known
    /// Items are missing before it: 409 `gap`.
    case gap
    /// Another item has its number: 409 `fork`, and an alert.
    case fork
    /// It has the next number but does not follow the head: 409 `chain`, as for a fork.
    case chain

    /// The error to answer with; nil when the item is good.
    public var problem: ProblemCode? {
        switch self {
        case .next, .known: nil
        case .gap: .gap
        case .fork: .fork
        case .chain: .chain
        }
    }

    /// The verdict, for a person.
    public var description: String {
        switch self {
        case .next: "next"
        case .known: "known"
        case .gap: "gap"
        case .fork: "fork"
        case .chain: "chain"
        }
    }
}
