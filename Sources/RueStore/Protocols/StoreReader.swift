public import RueWire

/// Reads the evidence as it came: grants and items are the signed bytes, for the caller to verify
/// and decode.
///
/// Every call sees what was committed before it; ``snapshot(_:)`` lets several calls see one
/// moment.
public protocol StoreReader: AnyObject {
    /// Runs `body` so that all it reads is of one moment.
    func snapshot<T, E: StoreFailure>(_ body: () throws(E) -> T) throws(E) -> T

    /// Whose store this is and since when.
    func identity() throws(StoreError) -> StoreIdentity
    /// Every id that the log has had, the current one last.
    func logSegments() throws(StoreError) -> [LogSegment]
    /// How many items the log has, and its running head (``StoreIdentity/serverID`` while it is
    /// empty).
    func logState() throws(StoreError) -> LogState
    /// The log's running head when it had so many items (``StoreIdentity/serverID`` for none); nil
    /// when it never had as many.
    func logHead(atSize size: Int64) throws(StoreError) -> Bytes32?

    /// The pins that nodes are to have; nil before any were noted.
    func pins() throws(StoreError) -> PinsRecord?
    /// What every node that has polled said last.
    func polls() throws(StoreError) -> [PollRecord]

    /// Every node, by name.
    func nodes() throws(StoreError) -> [NodeRecord]
    /// The node of that name.
    func node(named name: String) throws(StoreError) -> NodeRecord?
    /// The node in that row.
    func node(_ id: RowID) throws(StoreError) -> NodeRecord?
    /// Every key, in the order of arrival.
    func keys() throws(StoreError) -> [KeyRecord]
    /// The keys of a node, in the order of arrival.
    func keys(node: RowID) throws(StoreError) -> [KeyRecord]
    /// The key with that thumbprint.
    func key(_ id: KeyID) throws(StoreError) -> KeyRecord?
    /// Every chain, in the order of enrolment.
    func chains() throws(StoreError) -> [ChainRecord]
    /// The chains of a node, the current one last.
    func chains(node: RowID) throws(StoreError) -> [ChainRecord]
    /// The chain in that row.
    func chain(_ id: RowID) throws(StoreError) -> ChainRecord?
    /// The chain that was begun with a token.
    func chain(tokenID: [UInt8]) throws(StoreError) -> ChainRecord?
    /// Every token, spent and expired ones included, the newest last.
    func tokens() throws(StoreError) -> [TokenRecord]
    /// The token with that id.
    func token(id: [UInt8]) throws(StoreError) -> TokenRecord?

    /// Items in the order that the selection names, at most `limit`; the last one's cursor asks for
    /// the next page.
    func items(_ selection: ItemSelection, limit: Int) throws(StoreError) -> [StoredItem]
    /// Visits items in the order that the selection names, at most `limit`, without copying their
    /// bytes: for reading many in little time.
    ///
    /// - Parameters:
    ///   - selection: which.
    ///   - limit: how many at most.
    ///   - visit: gets each; false ends it. It must not use this connection.
    /// - Throws: what the database reports.
    func scan(
        _ selection: ItemSelection, limit: Int, _ visit: (ScannedItem) -> Bool
    ) throws(StoreError)
    /// What came between two places in the log, for each node: cheap, for no bytes are read.
    ///
    /// - Parameters:
    ///   - position: after this one,
    ///   - last: up to this one.
    /// - Returns: one summary for each node that sent a batch that was accepted.
    /// - Throws: what the database reports.
    func arrivals(after position: Int64, through last: Int64) throws(StoreError) -> [NodeArrivals]
    /// One item by its place in its chain.
    func item(chain: RowID, sequence: UInt64) throws(StoreError) -> StoredItem?
    /// The newest item of a chain.
    func lastItem(chain: RowID) throws(StoreError) -> StoredItem?
    /// How many items of a node are kept, how many of them quarantined.
    func itemCounts(node: RowID) throws(StoreError) -> ItemCounts

    /// The kernel boots seen in a chain, in the order of arrival.
    func boots(chain: RowID) throws(StoreError) -> [BootRecord]
    /// The boot of that id in a chain.
    func boot(chain: RowID, id: BootID) throws(StoreError) -> BootRecord?
    /// What a chain is known to have lost, in order.
    func gaps(chain: RowID) throws(StoreError) -> [GapRecord]
    /// What was found odd, the newest last.
    func events() throws(StoreError) -> [EventRecord]

    /// A number that changes whenever another connection or process has committed a change.
    func dataVersion() throws(StoreError) -> Int64
    /// What is wrong with the file itself; empty when nothing is. Reads all of it.
    func integrityCheck() throws(StoreError) -> [String]
}
