import RueCrypto
public import RueStore
import RueWire

/// What the admin asks about nodes, and does to them.
public enum NodeDirectory {
    /// Every node, by name.
    ///
    /// - Parameter reader: a connection of this thread's own.
    /// - Returns: one overview a node.
    /// - Throws: `.store`.
    public static func overview(_ reader: any StoreReader) throws(NodeError) -> [NodeOverview] {
        try NodeError.wrapping { () throws(StoreError) in try allNodes(reader) }
    }

    static func allNodes(_ reader: any StoreReader) throws(StoreError) -> [NodeOverview] {
        try reader.snapshot { () throws(StoreError) in
            let events = try reader.events()
            return try reader.nodes().map { (node) throws(StoreError) in
                try overview(of: node, events: events, reader)
            }
        }
    }

    /// One node.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - reader: a connection of this thread's own.
    /// - Returns: its overview.
    /// - Throws: `.unknown`, `.store`.
    public static func overview(
        of name: String, _ reader: any StoreReader
    ) throws(NodeError) -> NodeOverview {
        let node = try find(name, reader)
        return try NodeError.wrapping { () throws(StoreError) in
            try reader.snapshot { () throws(StoreError) in
                try overview(of: node, events: try reader.events(), reader)
            }
        }
    }

    /// Tokens that can still be spent.
    ///
    /// - Parameters:
    ///   - reader: a connection of this thread's own.
    ///   - now: the time, in milliseconds since 1970.
    /// - Returns: them, the newest last.
    /// - Throws: `.store`.
    public static func openTokens(
        _ reader: any StoreReader, nowMilliseconds now: Int64
    ) throws(NodeError) -> [TokenRecord] {
        try NodeError.wrapping { () throws(StoreError) in try reader.tokens() }
            .filter { $0.spentBy == nil && $0.expiresMilliseconds > now }
    }

    /// What `revoke` did.
    public struct Revocation: Equatable, Sendable {
        /// Whether there was a node, and it was not revoked before.
        public let isNodeRevoked: Bool
        /// How many open invitations were withdrawn.
        public let invitations: Int

        init(isNodeRevoked: Bool, invitations: Int) {
            self.isNodeRevoked = isNodeRevoked
            self.invitations = invitations
        }
    }

    /// Revokes a node: nothing that it sends is accepted any more, and what it sent stays. An open
    /// invitation for the name is withdrawn, whether there is a node of that name or not.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - writer: a connection of this thread's own.
    ///   - now: the time, in milliseconds since 1970.
    /// - Returns: what there was to revoke.
    /// - Throws: `.unknown`, `.alreadyRevoked` when no invitation was open either, `.store`.
    @discardableResult
    public static func revoke(
        _ name: String, writer: any StoreWriter, nowMilliseconds now: Int64
    ) throws(NodeError) -> Revocation {
        try writer.transaction { () throws(NodeError) in
            let invitations = try NodeError.wrapping { () throws(StoreError) in
                try writer.withdrawTokens(nodeName: name, now: now)
            }
            let known = try NodeError.wrapping { () throws(StoreError) in
                try writer.node(named: name)
            }
            let isActive = known.map { $0.status != .revoked } ?? false
            if invitations > 0, !isActive {
                return Revocation(isNodeRevoked: false, invitations: invitations)
            }
            let node = try find(name, writer)
            guard isActive else { throw .alreadyRevoked(name) }
            try NodeError.wrapping { () throws(StoreError) in
                try writer.setStatus(.revoked, node: node.id, now: now)
                try writer.revokeKeys(node: node.id, now: now)
            }
            return Revocation(isNodeRevoked: true, invitations: invitations)
        }
    }

    /// Gives a node another name.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - newName: the new one, which no other node may have.
    ///   - writer: a connection of this thread's own.
    /// - Throws: `.unknown`, `.invalidName`, `.taken`, `.sameName`, `.store`.
    public static func rename(
        _ name: String, to newName: String, writer: any StoreWriter
    ) throws(NodeError) {
        guard NodeName.isValid(newName) else { throw .invalidName(newName) }
        try writer.transaction { () throws(NodeError) in
            let node = try find(name, writer)
            let taken = try NodeError.wrapping { () throws(StoreError) in
                try writer.node(named: newName)
            }
            guard name != newName else { throw .sameName(name) }
            guard taken == nil else { throw .taken(newName) }
            try NodeError.wrapping { () throws(StoreError) in
                try writer.rename(node: node.id, to: newName)
            }
        }
    }

    /// Confirms a node that was learnt from its grant: what it sent is shown from then on.
    ///
    /// - Parameters:
    ///   - name: the name that it was given when it was learnt.
    ///   - newName: what it shall be called, which no other node may be; nil for its key words.
    ///   - writer: a connection of this thread's own.
    ///   - now: the time, in milliseconds since 1970.
    /// - Returns: its name.
    /// - Throws: `.unknown`, `.notPending`, `.rivals` when another node that is not revoked says
    ///   that it is the same device, `.invalidName`, `.taken`, `.store`.
    @discardableResult
    public static func confirm(
        _ name: String, as newName: String? = nil, writer: any StoreWriter,
        nowMilliseconds now: Int64
    ) throws(NodeError) -> String {
        if let newName, !NodeName.isValid(newName) { throw .invalidName(newName) }
        return try writer.transaction { () throws(NodeError) in
            let node = try find(name, writer)
            guard node.status == .pending else { throw .notPending(name, node.status) }
            try requireNoRival(node, writer)
            let newName = newName ?? HeadJob.nameOnceConfirmed(name)
            let holder = try NodeError.wrapping { () throws(StoreError) in
                try writer.node(named: newName)
            }
            guard holder == nil || holder?.id == node.id else { throw .taken(newName) }
            try NodeError.wrapping { () throws(StoreError) in
                if name != newName { try writer.rename(node: node.id, to: newName) }
                try writer.setStatus(.active, node: node.id, now: now)
            }
            return newName
        }
    }

    private static func requireNoRival(
        _ node: NodeRecord, _ reader: any StoreReader
    ) throws(NodeError) {
        let rivals = try NodeError.wrapping { () throws(StoreError) in
            let events = try reader.events()
            return try reader.nodes()
                .filter { $0.baseName == node.baseName && $0.status != .revoked }
                .map { (rival) throws(StoreError) in
                    try overview(of: rival, events: events, reader)
                }
        }
        guard rivals.count == 1 else { throw .rivals(node.name, rivals) }
    }

    private static func find(
        _ name: String, _ reader: any StoreReader
    ) throws(NodeError) -> NodeRecord {
        let node = try NodeError.wrapping { () throws(StoreError) in try reader.node(named: name) }
        if let node { return node }
        let known = try NodeError.wrapping { () throws(StoreError) in try reader.nodes() }
        throw .unknown(name, known: known.map { $0.name })
    }

    private static func overview(
        of node: NodeRecord, events: [EventRecord], _ reader: any StoreReader
    ) throws(StoreError) -> NodeOverview {
        let chains = try reader.chains(node: node.id)
        var gaps: [GapRecord] = []
        for chain in chains { gaps += try reader.gaps(chain: chain.id) }
        let last = try chains.last.flatMap { (chain) throws(StoreError) in
            try reader.lastItem(chain: chain.id)
        }
        return NodeOverview(
            node: node, keys: try reader.keys(node: node.id), head: last.map(head),
            counts: try reader.itemCounts(node: node.id),
            events: events.filter { $0.node == node.id }, gaps: gaps)
    }

    private static func head(of item: StoredItem) -> NodeOverview.Head {
        var id: MessageID?
        do throws(WireError) {
            id = try Envelope.decode(item.bytes).messageID
        } catch {
            // `verify` tells what is wrong with it.
        }
        return .init(
            sequence: item.sequence, id: id, receivedMilliseconds: item.receivedMilliseconds)
    }
}
