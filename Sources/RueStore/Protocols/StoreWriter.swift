public import RueWire

/// Changes the store. Everything but ``transaction(_:)`` is called inside one.
public protocol StoreWriter: StoreReader {
    /// Runs `body` in a transaction that is on the disk when this returns, and of which nothing is
    /// kept when it throws. Waits at most 5 s for another process.
    func transaction<T, E: StoreFailure>(_ body: () throws(E) -> T) throws(E) -> T

    /// Adds a one-time token.
    func addToken(_ token: TokenRecord) throws(StoreError)
    /// Spends a token that is unspent and not expired at `now`, by one conditional update.
    ///
    /// - Returns: whether it was this call that spent it.
    func spendToken(id: [UInt8], key: KeyID, now: Int64) throws(StoreError) -> Bool
    /// Lets the unspent tokens for a node's name end at `now`.
    ///
    /// - Returns: how many could have been spent until then.
    func withdrawTokens(nodeName: String, now: Int64) throws(StoreError) -> Int
    /// Drops unspent tokens that had expired by then.
    func removeUnspentTokens(expiredBy now: Int64) throws(StoreError)

    /// Adds a node. Its name must be free.
    func addNode(
        name: String, baseName: String, status: NodeStatus, now: Int64
    ) throws(StoreError) -> RowID
    /// Changes what a node may do.
    func setStatus(_ status: NodeStatus, node: RowID, now: Int64) throws(StoreError)
    /// Gives a node another name, which must be free.
    func rename(node: RowID, to name: String) throws(StoreError)

    /// Adds a key that signs a chain from `fromSequence` on.
    func addKey(_ key: NewKey) throws(StoreError) -> RowID
    /// Lets a known key sign another chain, from its start.
    func moveKey(_ key: RowID, toChain chain: RowID) throws(StoreError)
    /// Ends a key's right to sign at a sequence number, the rotation's own.
    func endKey(_ key: RowID, atSequence sequence: UInt64) throws(StoreError)
    /// Revokes every key of a node that is not revoked yet.
    func revokeKeys(node: RowID, now: Int64) throws(StoreError)

    /// Begins a chain.
    func addChain(_ chain: NewChain) throws(StoreError) -> RowID
    /// Appends an item at the end of the log.
    func append(_ item: NewItem) throws(StoreError)
    /// Adds a kernel boot; `counts` as in ``BootRecord/counts``.
    func addBoot(
        chain: RowID, id: BootID, firstSequence: UInt64, counts: Bool
    ) throws(StoreError) -> RowID
    /// Makes a boot count.
    func countBoot(_ boot: RowID) throws(StoreError)
    /// Learns when a boot began, and with it the times of all its items that had none. An item
    /// that would lie before 2025-01-01 is filed by its receipt instead, and marked uncertain.
    ///
    /// - Parameters:
    ///   - boot: the boot.
    ///   - offset: UTC at uptime zero, in milliseconds since 1970.
    /// - Throws: what the database reports.
    func resolveBoot(_ boot: RowID, offsetMilliseconds offset: Int64) throws(StoreError)
    /// Notes the longest time that one item of a node spans, so that range queries find it.
    func widenSpan(node: RowID, toMilliseconds span: Int64) throws(StoreError)
    /// Records that sequence numbers of a chain are lost for good.
    func addGap(_ gap: GapRecord) throws(StoreError)
    /// Records something odd; the same of the same node is counted up instead of repeated.
    func recordEvent(
        _ kind: EventKind, node: RowID?, detail: String, now: Int64
    ) throws(StoreError)
    /// Notes new pins; their number is above that of those before.
    func addPins(_ pins: PinsRecord) throws(StoreError)
    /// Notes what a node said in its poll, in the place of what it said before.
    func recordPoll(_ poll: PollRecord) throws(StoreError)
    /// Gives the log a new id from its next item on.
    func beginLogSegment(id: Bytes16) throws(StoreError)
}

extension StoreWriter {
    /// Adds a kernel boot that counts.
    public func addBoot(
        chain: RowID, id: BootID, firstSequence: UInt64
    ) throws(StoreError) -> RowID {
        try addBoot(chain: chain, id: id, firstSequence: firstSequence, counts: true)
    }
}
