import RueStore
import RueWire

/// What the writer knows of the store: its connection, and in memory what every item is judged by.
/// Used by one thread.
///
/// All of it can be had from the store again. It is thrown away when a transaction fails, because
/// it may be ahead of the store then, and when another process has changed the store.
final class WriterState {
    let store: any StoreWriter
    let directory: KeyDirectory
    /// The time of the transaction, in milliseconds since 1970.
    private(set) var now: Int64 = 0

    private var chains: [RowID: ChainState] = [:]
    private var log: LogState?
    private var seenVersion: Int64?
    private var signers: [KeyID: Signer] = [:]
    /// The pins that nodes are to have.
    private(set) var pins: PinsRecord?
    private var isDirectoryOld = false
    private let clock: @Sendable () -> Int64
    /// Is told of what came too early to be kept.
    let show: @Sendable (EarlyItem) -> Void

    init(
        store: any StoreWriter, directory: KeyDirectory, clock: @escaping @Sendable () -> Int64,
        show: @escaping @Sendable (EarlyItem) -> Void = { _ in }
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.show = show
    }

    /// Begins a turn: takes the time, and looks whether another process, such as `node revoke`, was
    /// at the store.
    func beginTurn() throws(StoreError) {
        now = clock()
        let version = try store.dataVersion()
        if version == seenVersion { return }
        forget()
        try loadSigners()
        pins = try store.pins()
        seenVersion = version
    }

    /// Lets the threads that verify see which keys there are now.
    func publish() {
        guard isDirectoryOld else { return }
        directory.replace(signers, pins: pins)
        isDirectoryOld = false
    }

    /// Forgets everything, to read it again from the store.
    func forget() {
        chains = [:]
        log = nil
        signers = [:]
        pins = nil
        seenVersion = nil
        isDirectoryOld = false
    }

    // MARK: Keys

    func signer(_ id: KeyID) -> Signer? { signers[id] }

    /// Reads the keys again after a change to them.
    func loadSigners() throws(StoreError) {
        signers = try Signer.all(in: store)
        isDirectoryOld = true
    }

    // MARK: Pins

    /// Notes new pins for the nodes.
    func addPins(_ new: PinsRecord) throws(StoreError) {
        try store.addPins(new)
        pins = new
        isDirectoryOld = true
    }

    // MARK: Chains and log

    /// The state of a chain, read from the store when it is not known.
    func chain(_ id: RowID) throws(StoreError) -> ChainState {
        if let known = chains[id] { return known }
        let state = try ChainState.load(id, from: store)
        chains[id] = state
        return state
    }

    /// Where the log ends.
    func logState() throws(StoreError) -> LogState {
        if let log { return log }
        let state = try store.logState()
        log = state
        return state
    }

    func advanceLog(to state: LogState) { log = state }

    /// Gives the log a new id from its next item on.
    func beginLogSegment(id: Bytes16) throws(StoreError) {
        try store.beginLogSegment(id: id)
        log = nil
    }
}
