internal import CRueSystem
internal import RueAgentCore
internal import RueCrypto
internal import RueSQLite
internal import RueWire

/// The folder that holds what makes the node itself: key, grant, the server's address, spool.
/// Used by one process at a time.
struct StateFolder {
    let path: String
    private let lock: Int32

    private static let wouldBlock: Int32 = 11

    /// Makes the folder where it is missing, and locks it until the program ends.
    init(_ path: String) throws(AgentFailure) {
        self.path = path
        if let file = Self.serversFile(in: path) {
            throw AgentFailure(
                .configuration,
                "\(path) is the state folder of a rue-aggregator (it has \(file)); give this node a "
                    + "folder of its own with --state DIR")
        }
        let made = rue_directory_create(path)
        if made < 0 {
            throw Self.failure("make", path, SystemError(code: -made))
        }
        var holder: Int64 = 0
        lock = rue_lock_take(path + "/lock", &holder)
        if lock == -Self.wouldBlock {
            let who = holder > 0 ? " by process \(holder)" : ""
            throw AgentFailure(
                .temporary,
                "the state folder \(path) is in use\(who); stop that rue-agent first, or give this "
                    + "one a folder of its own with --state DIR")
        }
        if lock < 0 { throw Self.failure("lock", path, SystemError(code: -lock)) }
    }

    private static func failure(_ verb: String, _ path: String, _ error: SystemError)
        -> AgentFailure
    {
        let root =
            error.code == SystemError.permissionDenied ? "run this as root (sudo), or " : ""
        return AgentFailure(
            .inputOutput,
            "cannot \(verb) the state folder \(path): \(error.text); \(root)name another with "
                + "--state DIR")
    }

    /// A file of a server's state folder, where a folder is that. Their locks have the same name, and
    /// each would wait for the other.
    static func serversFile(in folder: String) -> String? {
        ["server.key", "settings.conf"].first { SystemFile.exists("\(folder)/\($0)") }
    }

    /// A folder that is only looked at, whoever uses it.
    init(lookingAt path: String) {
        self.path = path
        lock = -1
    }

    var keyPath: String { path + "/node.key" }
    var grantPath: String { path + "/grant.cose" }
    var spoolPath: String { path + "/spool.sqlite" }
    private var serverPath: String { path + "/server" }

    // MARK: The key

    /// The key in a file of this folder; made now when there is none.
    func keyOrNew(at keyPath: String) throws(AgentFailure) -> SigningKey {
        if SystemFile.exists(keyPath) { return try key(at: keyPath) }
        let key = try orFail(.software, { "cannot make a key: \($0.description)" }) {
            () throws(CryptoError) in try SigningKey.generate()
        }
        try orFail(.inputOutput, { $0.description }) {
            () throws(KeyFileError) in try KeyFile.create(path: keyPath, key: key)
        }
        return key
    }

    /// The key in a file of this folder.
    func key(at keyPath: String) throws(AgentFailure) -> SigningKey {
        do throws(KeyFileError) {
            return try KeyFile.load(path: keyPath)
        } catch {
            switch error {
            case .missing: throw Self.notEnrolled(path)
            case .tooOpen: throw AgentFailure(.permission, error.description)
            default: throw AgentFailure(.data, error.description)
            }
        }
    }

    private static func notEnrolled(_ path: String) -> AgentFailure {
        AgentFailure(
            .configuration,
            "this node is not enrolled yet (nothing in \(path)); make a link on the server with "
                + "'rue-aggregator node add NAME', then run 'rue-agent enrol LINK' here")
    }

    // MARK: The enrolment

    /// Keeps a grant and the address of the server that gave it.
    func save(_ grant: Grant, host: String, port: UInt16) throws(AgentFailure) {
        // Pins of an earlier enrolment would count for more than the grant's.
        try remove(pinsPath)
        try remove(commandPath)
        // The grant last: with it the node counts as enrolled.
        try write(serverPath, Array("\(port) \(host)\n".utf8))
        try write(grantPath, grant.message)
    }

    /// Whether there is an enrolment, good or not.
    var isEnrolled: Bool { SystemFile.exists(keyPath) && SystemFile.exists(grantPath) }

    /// Who this node is to its server, which is where it was at the enrolment unless it moved.
    func identity(server: ServerAddress?) throws(AgentFailure) -> NodeIdentity {
        let key = try key(at: keyPath)
        guard SystemFile.exists(grantPath) else { throw Self.notEnrolled(path) }
        let message = try read(grantPath)
        let enrolled = try grantedKey(message)
        let grant = try grading { () throws(GrantError) in
            try Grant(decoding: message, for: enrolled)
        }
        let history = try history(from: enrolled, to: key.publicKey)
        let oldPath = self.path(of: .old)
        let oldKey = SystemFile.exists(oldPath) ? try self.key(at: oldPath) : nil
        let address = try address(server)
        return NodeIdentity(
            key: key, grant: grant, history: history, oldKey: oldKey,
            host: address.host, port: address.port)
    }

    /// The key that a grant was given to: the node's own, unless that was changed since.
    private func grantedKey(_ message: [UInt8]) throws(AgentFailure) -> PublicKey {
        try grading { () throws(GrantError) in try Grant.enrolledKey(message) }
    }

    private func grading<T>(_ body: () throws(GrantError) -> T) throws(AgentFailure) -> T {
        try orFail(
            .data,
            { "the grant \(grantPath) is not good: \($0.description); enrol this node again" },
            body)
    }

    private func address(_ server: ServerAddress?) throws(AgentFailure) -> (
        host: String, port: UInt16
    ) {
        if let server, let port = server.port { return (server.host, port) }
        let (host, port) = try enrolledAddress()
        return (server?.host ?? host, port)
    }

    private func enrolledAddress() throws(AgentFailure) -> (host: String, port: UInt16) {
        let text = String(decoding: try read(serverPath), as: UTF8.self)
        let parts = text.split(separator: "\n").first?.split(separator: " ") ?? []
        guard parts.count == 2, let port = UInt16(String(parts[0])), port > 0,
            ServerAddress.isHost(String(parts[1]))
        else {
            throw AgentFailure(
                .data,
                "\(serverPath) does not hold a port and a host; name the server with --server "
                    + "HOST:PORT, or enrol this node again")
        }
        return (String(parts[1]), port)
    }

    // MARK: The spool

    /// Opens the spool of an identity, where it is wanted.
    func spool(
        of identity: NodeIdentity, _ wanted: SpoolConfiguration, log: any NodeLog
    ) throws(AgentFailure) -> Spool {
        switch wanted.place {
        case .card: return try spool(of: identity, limitBytes: wanted.limitBytes, log: log)
        case .memory:
            return try orFail(.system, { "the spool in memory: \($0.description)" }) {
                () throws(SpoolError) in
                try Spool(
                    path: Spool.memory, keyID: identity.keyID, grantID: identity.grant.id,
                    limitBytes: wanted.limitBytes)
            }
        }
    }

    /// Whether an earlier run has left a spool on the card.
    var hasSpoolFile: Bool { SystemFile.exists(spoolPath) }

    /// Opens the spool of an identity, and moves what an earlier enrolment left unsent into it.
    private func spool(
        of identity: NodeIdentity, limitBytes: Int64, log: any NodeLog
    ) throws(AgentFailure) -> Spool {
        do throws(SpoolError) {
            let (spool, report) = try Spool.open(
                path: spoolPath, keyID: identity.keyID, grantID: identity.grant.id,
                limitBytes: limitBytes, by: SpoolFolder())
            if let report { log.note(.error, report.description) }
            if spool.head.sequence == 0, spool.isHeadCertain, try spool.hasForeignUndelivered() {
                let unreadable = try spool.repackUndelivered(
                    onto: spool.head,
                    by: BatchRepacker(
                        key: identity.key, baseName: identity.grant.payload.baseName,
                        reason: "grant"))
                log.note(
                    .info,
                    "signed anew what the earlier enrolment had not sent: "
                        + counted(spool.undelivered, "batch", "batches"))
                if unreadable > 0 {
                    log.note(
                        .error,
                        "cannot sign anew what stays unsent in the spool: "
                            + counted(unreadable, "batch", "batches"))
                }
            }
            return spool
        } catch {
            let status: ExitStatus = error.isDiskFull ? .inputOutput : .data
            throw AgentFailure(status, "\(spoolPath): \(error.description)")
        }
    }

    // MARK: Files

    func read(_ path: String) throws(AgentFailure) -> [UInt8] {
        try orFail(.inputOutput, { "cannot read \(path): \($0.text)" }) {
            () throws(SystemError) in try SystemFile.read(path, limit: 65536)
        }
    }

    func remove(_ path: String) throws(AgentFailure) {
        try orFail(.inputOutput, { "cannot remove \(path): \($0.text)" }) {
            () throws(SystemError) in try SystemFile.remove(path)
        }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws(AgentFailure) {
        try orFail(.inputOutput, { "cannot write \(path): \($0.text)" }) {
            () throws(SystemError) in try SystemFile.write(path, bytes, mode: 0o600)
        }
    }
}
