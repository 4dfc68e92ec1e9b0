public import RueCrypto
public import RueStore

/// Why an archive could not be written.
public enum ArchiveError: Error, Sendable, CustomStringConvertible, StoreFailure {
    /// The nodes that were asked for, or the store.
    case query(QueryError)
    /// An item of the store can no longer be read.
    case damaged(node: String, sequence: UInt64, reason: String)
    /// OpenSSL.
    case cryptography(CryptoError)
    /// Nothing of what was asked for is there.
    case empty

    /// Wraps the store's error.
    ///
    /// - Parameter error: the store's.
    public init(store error: StoreError) { self = .query(.store(error)) }

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .query(let error): error.description
        case .damaged(let node, let sequence, let reason):
            "item " + String(sequence) + " of node " + TerminalText.escaped(node)
                + " is damaged in the store (" + reason + "); 'rue-aggregator verify' names all "
                + "damage, and --from, --to and --node go round it"
        case .cryptography(let error): error.description
        case .empty: "nothing to prove: these nodes have signed nothing in that time"
        }
    }
}
