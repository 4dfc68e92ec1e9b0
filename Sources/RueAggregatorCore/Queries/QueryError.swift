public import RueStore

/// Why readings could not be had.
public enum QueryError: Error, Equatable, Sendable, CustomStringConvertible, StoreFailure {
    /// The store refused.
    case store(StoreError)
    /// No node has that name.
    case unknownNode(String, known: [String])
    /// The node of that name was learnt from its grant, and waits for the admin to confirm it.
    case pendingNode(String)
    /// No reading has such a sensor, quantity or series; `kind` is one of these words.
    case unknown(kind: String, String, known: [String])

    /// Wraps the store's error.
    ///
    /// - Parameter error: the store's.
    public init(store error: StoreError) { self = .store(error) }

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .store(let error):
            error.description
        case .unknownNode(let name, let known):
            "no node is called '" + TerminalText.escaped(name) + "'; "
                + (known.isEmpty
                    ? "none has enrolled yet" : "known: " + known.joined(separator: ", "))
        case .pendingNode(let name):
            "node '" + TerminalText.escaped(name) + "' waits for confirmation, because the server "
                + "knows it from its grant alone; its data is kept, and shown once you confirm it: "
                + "compare its key words with those that the device shows, then run: "
                + "rue-aggregator node confirm " + TerminalText.escaped(name) + " NAME"
        case .unknown(let kind, let name, let known):
            "no " + kind + " is called '" + TerminalText.escaped(name) + "'; known: "
                + known.map(TerminalText.escaped).joined(separator: ", ")
        }
    }
}
