public import RueStore

/// Why something could not be done to a node.
public enum NodeError: Error, Equatable, Sendable, CustomStringConvertible, StoreFailure {
    /// The store refused.
    case store(StoreError)
    /// No node has that name.
    case unknown(String, known: [String])
    /// A node has that name already.
    case exists(String)
    /// Another node has the name that one was to get.
    case taken(String)
    /// The node has that name itself.
    case sameName(String)
    /// The name is not one.
    case invalidName(String)
    /// A host cannot stand in a link.
    case host(String)
    /// The node is revoked already.
    case alreadyRevoked(String)
    /// The node needs no confirmation; holds what it is.
    case notPending(String, NodeStatus)
    /// Another node claims to be the same device; holds the name that was asked about, and all of
    /// them.
    case rivals(String, [NodeOverview])
    /// Random bytes could not be had.
    case cryptography(String)

    /// Wraps the store's error.
    ///
    /// - Parameter error: the store's.
    public init(store error: StoreError) { self = .store(error) }

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .store(let error):
            error.description
        case .unknown(let name, let known):
            QueryError.unknownNode(name, known: known).description
        case .exists(let name):
            "there is a node called '" + name + "'. Is it the same board, which shall get a new "
                + "key? Then give --replace. Is it another board? Then choose another name, or "
                + "free this one first: rue-aggregator node rename " + name + " " + name + "-old"
        case .taken(let name):
            "there is a node called '" + name + "' already; choose another name"
        case .sameName(let name):
            "the node is called '" + name + "' already"
        case .invalidName(let name):
            "'" + TerminalText.escaped(name) + "' is no name for a node: 1 to 64 characters, "
                + "none of them a control character, no blank or dash at the beginning, and "
                + "neither . nor .."
        case .host(let host):
            SetupError.host(host).description
        case .alreadyRevoked(let name):
            "node '" + name + "' is revoked already"
        case .notPending(let name, let status):
            "node '" + name + "' is " + status.description + "; only a pending one can be confirmed"
        case .rivals(let name, let nodes):
            Self.choice(name, nodes)
        case .cryptography(let what):
            what
        }
    }

    /// Two keys for one device: only the admin can tell which is the device's.
    private static func choice(_ name: String, _ nodes: [NodeOverview]) -> String {
        let lines = nodes.map { node in
            let seen = node.head.map {
                ", last seen " + UTCTime.text(milliseconds: $0.receivedMilliseconds)
            }
            return "  " + TerminalText.escaped(node.node.name) + ": " + node.node.status.description
                + ", key " + node.keyWords + ", "
                + TerminalText.count(node.counts.total, "item") + (seen ?? "") + "\n"
        }
        let others = nodes.map { $0.node.name }.filter { $0 != name }
        return "more than one node says that it is this device, "
            + (nodes.first?.node.baseName ?? "")
            + ":\n" + lines.joined()
            + "Which of them has the key words that the device itself shows? Revoke the other first "
            + "(what it sent stays), then confirm again:"
            + others.map { "\n  rue-aggregator node revoke " + TerminalText.escaped($0) }.joined()
    }
}
