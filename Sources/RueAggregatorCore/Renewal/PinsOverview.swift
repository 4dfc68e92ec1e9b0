public import RueStore
public import RueWire

/// Which nodes have the pins that this server tells.
public struct PinsOverview: Equatable, Sendable {
    /// What a node has.
    public enum Holding: Equatable, Sendable, CustomStringConvertible {
        /// The present pins.
        case present
        /// Others, since a time in milliseconds since 1970.
        case earlier(since: Int64)
        /// Others, and it has not polled: it was offline since, or its program is older.
        case unheard

        /// A few words for a table.
        public var description: String {
            switch self {
            case .present: "has the present pins"
            case .earlier(let since):
                "has the pins of " + UTCTime.text(milliseconds: since)
            case .unheard: "has those of its enrolment, and has not asked for others"
            }
        }
    }

    /// A node and what it has.
    public struct Node: Equatable, Sendable {
        /// The node's name.
        public let name: String
        /// What it has.
        public let holding: Holding
    }

    /// Every node that is not revoked, by name.
    public let nodes: [Node]

    /// Those that do not have the present pins.
    public var missing: [Node] { nodes.filter { $0.holding != .present } }

    /// Looks every node up.
    ///
    /// - Parameters:
    ///   - live: the pin of the TLS key that the server presents.
    ///   - recovery: the pin of the key in its recovery kit.
    ///   - reader: the store.
    /// - Throws: what the store reports.
    public init(live: Pin, recovery: Pin, reader: any StoreReader) throws(StoreError) {
        let latest = try reader.pins()
        let number = latest?.live == live && latest?.recovery == recovery ? latest?.number : nil
        var polls: [RowID: PollRecord] = [:]
        for poll in try reader.polls() { polls[poll.node] = poll }
        var nodes: [Node] = []
        for node in try reader.nodes() where node.status != .revoked {
            let granted = try reader.chains(node: node.id).last.flatMap { Self.pins($0.grant) }
            let said = polls[node.id]?.pinsNumber ?? 0
            let holding: Holding =
                if said > 0 {
                    said == number ? .present : .earlier(since: said)
                } else {
                    granted.map { $0 == [live, recovery] } ?? false ? .present : .unheard
                }
            nodes.append(Node(name: node.name, holding: holding))
        }
        self.nodes = nodes
    }

    private static func pins(_ grant: [UInt8]) -> [Pin]? {
        do throws(WireError) {
            let payload = try GrantPayload(decoding: try Envelope.decode(grant).payload)
            return [payload.livePin, payload.recoveryPin]
        } catch {
            // `verify` tells what is wrong with it.
            return nil
        }
    }
}
