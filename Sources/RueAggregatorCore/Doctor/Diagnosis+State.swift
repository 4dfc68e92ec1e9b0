public import RueCommandLine
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
            return Finding(
                problem: "permissions",
                first.path + " belongs to " + first.owner + more(foreign.count)
                    + ", the server is " + user,
                remedy: "chown -R " + user + ": " + folder.path)
        }
        let open = ([folder] + files).filter { $0.mode & 0o077 != 0 }
        if let first = open.first {
            return Finding(
                problem: "permissions",
                first.path + more(open.count) + " can be read by others than " + user,
                remedy: "chmod -R go= " + folder.path)
        }
        return Finding(ok: "permissions", "the state belongs to " + user + " alone")
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
            return [Finding(problem: "set-up", error.description, remedy: advice(error))]
        case .success(let identity):
            let words = Proquint.keyWords(of: identity.signingKey.publicKey.keyID)
            let certificate: Finding =
                if let expiry, expiry < now {
                    Finding(
                        warning: "certificate",
                        "the certificate fits the key, but was valid until "
                            + UTCTime.text(milliseconds: expiry),
                        remedy:
                            "nodes do not mind, as they know the key; other programs will. Without an end "
                            + "of its own is the one that a new set-up or 'renew-tls' makes")
                } else {
                    Finding(ok: "certificate", "the certificate fits the key, and is valid")
                }
            return [Finding(ok: "set-up", "set up as the server " + words), certificate]
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
        default: "run this as root (sudo); if it says the same: rue-aggregator restore"
        }
    }

    /// Whether the recovery kit is where it should not be.
    ///
    /// - Parameter isHere: whether it lies in the state folder.
    /// - Returns: the finding.
    public static func recoveryKit(isHere: Bool) -> Finding {
        isHere
            ? Finding(
                warning: "recovery kit",
                "the recovery kit is still on this machine, whose loss it is for",
                remedy: "put a medium in and: rue-aggregator setup --write-kit FILE-ON-THE-MEDIUM")
            : Finding(ok: "recovery kit", "the recovery kit is not in the state folder")
    }

    /// How old a backup may be, in milliseconds.
    static let backupAge = 30 * dayMilliseconds

    /// Where a backup lies.
    public enum BackupPlace: Equatable, Sendable {
        /// On a disk that the loss of the server's spares.
        case elsewhere
        /// On the server's own disk.
        case besideTheServer
        /// Nothing is there: its medium is not in, or it was removed.
        case gone
    }

    /// How old the newest backup is, and whether it is where it is of use.
    ///
    /// - Parameters:
    ///   - text: what the state folder notes of it; nil for nothing.
    ///   - place: where the noted one was found.
    ///   - now: the time, in milliseconds since 1970.
    /// - Returns: the finding.
    public static func backup(
        _ text: String?, place: BackupPlace, nowMilliseconds now: Int64
    ) -> Finding {
        let advice = "rue-aggregator backup DIR-ON-ANOTHER-DISK; it may serve meanwhile"
        guard let text else {
            return Finding(warning: "backup", "no backup was ever made", remedy: advice)
        }
        guard let record = BackupRecord(parsing: text) else {
            return Finding(
                warning: "backup", "the note of the newest backup cannot be read", remedy: advice)
        }
        let age = now - record.madeMilliseconds
        if age < -60_000 {
            return Finding(
                warning: "backup",
                "the newest backup, " + record.path + ", is of "
                    + UTCTime.text(milliseconds: record.madeMilliseconds) + ", which is to come",
                remedy: "see that the clock is right: timedatectl")
        }
        let found =
            "the newest backup is " + record.path + ", " + TerminalText.span(milliseconds: age)
            + " old"
        if age > backupAge { return Finding(warning: "backup", found, remedy: advice) }
        return switch place {
        case .elsewhere: Finding(ok: "backup", found)
        case .besideTheServer:
            Finding(
                warning: "backup", found + ", and on the server's own disk, whose loss it is for",
                remedy: advice)
        case .gone:
            Finding(
                warning: "backup", found + ", and is not there now",
                remedy: "right if its medium is in a drawer; else: " + advice)
        }
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
            return Finding(
                ok: "store", "the store opens, and holds " + TerminalText.count(state.size, "item"))
        case .success:
            return Finding(
                problem: "store", "the store belongs to another server's key",
                remedy: "give the server that key, or bring a backup back: rue-aggregator restore")
        case .failure(let error):
            return Finding(problem: "store", error.description, remedy: advice(error))
        }
    }

    private static func advice(_ error: StoreError) -> String {
        switch error.kind {
        case .diskFull: "free some space"
        case .busy: "try again"
        case .newer: "install the newer program"
        case .missing: "rue-aggregator setup makes an empty one, restore brings a backup back"
        case .failed:
            "do what it says, as root (sudo); if that is of no use, bring a backup back (restore)"
        default: "rue-aggregator verify tells what is lost, restore brings a backup back"
        }
    }
}
