import RueCrypto
public import RueStore
import RueWire

extension Diagnosis {
    /// A file of the state folder, or the folder itself.
    public struct Entry: Equatable, Sendable {
        /// Its path.
        public let path: String
        /// Whose it is.
        public let owner: String
        /// Its permission bits.
        public let mode: UInt32

        /// Notes a file.
        ///
        /// - Parameters:
        ///   - path: its path.
        ///   - owner: whose it is.
        ///   - mode: its permission bits.
        public init(path: String, owner: String, mode: UInt32) {
            self.path = path
            self.owner = owner
            self.mode = mode
        }
    }

    /// Whose the state is, and who else may read it.
    ///
    /// - Parameters:
    ///   - folder: the state folder.
    ///   - files: what is in it.
    ///   - service: as whom the server runs; nil where nothing says it.
    /// - Returns: the finding.
    public static func permissions(
        folder: Entry, files: [Entry], service: String?
    ) -> Finding {
        let user = service ?? folder.owner
        let foreign = ([folder] + files).filter { $0.owner != user }
        if let first = foreign.first {
            return .problem(
                "permissions",
                first.path + " belongs to " + first.owner + more(foreign.count)
                    + ", the server is " + user,
                "chown -R " + user + ": " + folder.path)
        }
        let open = ([folder] + files).filter { $0.mode & 0o077 != 0 }
        if let first = open.first {
            return .problem(
                "permissions",
                first.path + more(open.count) + " can be read by others than " + user,
                "chmod -R go= " + folder.path)
        }
        return .ok("permissions", "all of it belongs to " + user + " alone")
    }

    private static func more(_ count: Int) -> String {
        count > 1 ? " (and " + String(count - 1) + " more)" : ""
    }

    /// The server's keys, certificate and settings.
    ///
    /// - Parameters:
    ///   - identity: what was read, or why it could not be.
    ///   - expiry: until when the certificate is valid, in milliseconds since 1970; nil where it does
    ///     not say.
    ///   - now: the time, in milliseconds since 1970.
    /// - Returns: what is wrong with the set-up, or that it and its certificate are well.
    public static func identity(
        _ identity: Result<ServerIdentity, SetupError>, expiryMilliseconds expiry: Int64?,
        nowMilliseconds now: Int64
    ) -> [Finding] {
        switch identity {
        case .failure(let error):
            return [.problem("set-up", error.description, advice(error))]
        case .success(let identity):
            let words = Proquint.keyWords(of: identity.signingKey.publicKey.keyID)
            let certificate: Finding =
                if let expiry, expiry < now {
                    .warning(
                        "certificate",
                        "it fits the key, but was valid until "
                            + UTCTime.text(milliseconds: expiry),
                        "nodes do not mind, as they know the key; other programs will. Without an end "
                            + "of its own is the one that a new set-up or 'renew-tls' makes")
                } else {
                    .ok("certificate", "it fits the key, and is valid")
                }
            return [.ok("set-up", "server " + words), certificate]
        }
    }

    private static func advice(_ error: SetupError) -> String {
        switch error {
        case .notSetUp: "rue-aggregator setup"
        case .settings: "mend that line"
        case .isBackup: "bring it back where nothing is set up: rue-aggregator restore"
        case .tls, .signingKey, .incomplete, .cryptography:
            "bring the file back from a backup (rue-aggregator restore), or rebuild the server from "
                + "its recovery kit (setup --recovery-kit)"
        default: "see what is said above"
        }
    }

    /// Whether the recovery kit is where it should not be.
    ///
    /// - Parameter isHere: whether it lies in the state folder.
    /// - Returns: the finding.
    public static func recoveryKit(isHere: Bool) -> Finding {
        isHere
            ? .warning(
                "recovery kit", "it is still on this machine, whose loss it is for",
                "put a medium in and: rue-aggregator setup --write-kit FILE-ON-THE-MEDIUM")
            : .ok("recovery kit", "it is not on this machine")
    }

    /// How old a backup may be, in milliseconds.
    static let backupAge = 30 * dayMilliseconds

    /// How old the newest backup is.
    ///
    /// - Parameters:
    ///   - text: what the state folder notes of it; nil for nothing.
    ///   - now: the time, in milliseconds since 1970.
    /// - Returns: the finding.
    public static func backup(_ text: String?, nowMilliseconds now: Int64) -> Finding {
        let advice = "rue-aggregator backup DIR-ON-ANOTHER-DISK; it may serve meanwhile"
        guard let text else { return .warning("backup", "none was ever made", advice) }
        guard let record = BackupRecord(parsing: text) else {
            return .warning("backup", "the note of the newest one cannot be read", advice)
        }
        let age = now - record.madeMilliseconds
        let found = record.path + ", " + TerminalText.span(milliseconds: age) + " old"
        return age > backupAge
            ? .warning("backup", "the newest is " + found, advice) : .ok("backup", found)
    }

    /// Whether the store can be used.
    ///
    /// - Parameters:
    ///   - state: the end of its log, or why it could not be read.
    ///   - isOwn: whether it belongs to this server's key.
    /// - Returns: the finding.
    public static func store(_ state: Result<LogState, StoreError>, isOwn: Bool) -> Finding {
        switch state {
        case .success(let state) where isOwn:
            return .ok("store", "opens, and holds " + TerminalText.count(state.size, "item"))
        case .success:
            return .problem(
                "store", "it belongs to another server's key",
                "give the server that key, or bring a backup back: rue-aggregator restore")
        case .failure(let error):
            return .problem("store", error.description, advice(error))
        }
    }

    private static func advice(_ error: StoreError) -> String {
        switch error.kind {
        case .diskFull: "free some space"
        case .busy: "try again"
        case .newer: "install the newer program"
        case .missing: "rue-aggregator setup makes an empty one, restore brings a backup back"
        case .failed: "do what it says; if that is of no use, bring a backup back (restore)"
        default: "rue-aggregator verify tells what is lost, restore brings a backup back"
        }
    }
}
