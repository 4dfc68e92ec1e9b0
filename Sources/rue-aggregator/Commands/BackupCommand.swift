import Glibc
import RueAggregatorCore
import RueCommandLine
import RueStore
import RueWire

enum BackupCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let place = Workplace(arguments)
        let path = StateFolder(path: arguments.positionals[0]).path
        umask(0o077)
        let backup = Backup(of: place.folder, files: place.files)
        // Before a folder is made beside it.
        _ = try place.identity()
        guard try !Enclosure.holds(path, in: place.folder) else {
            throw Failure(
                .usage,
                path + ": is lost together with the server's own folder; name a place outside "
                    + place.folder.path)
        }
        try saving { () throws(BackupError) in try backup.requireFree(path) }
        let unfinished = Backup.unfinished(path)
        try Workplace(folder: unfinished).makeFolder()
        try take(unfinished)
        var progress = Progress()
        let manifest = try saving { () throws(BackupError) in
            try backup.make(at: path, nowMilliseconds: SystemClock.nowMilliseconds) {
                progress.tell($0 / 1_000_000, of: $1 / 1_000_000, "MB")
            }
        }
        progress.clear()
        note(manifest, path, place)
        let isHere = try Enclosure.isOnTheDisk(of: place.folder, path)
        try Console.write(text(manifest, path) + (isHere ? besideTheServer : "") + advice(path))
        return .success
    }

    /// What cannot be locked for another reason than that it is in use, as on a full disk, has only
    /// just been made.
    private static func take(_ unfinished: StateFolder) throws(Failure) {
        do throws(Failure) {
            try StateLock.take(unfinished)
        } catch {
            if error.exitCode != .temporary {
                unlink(unfinished.lock)
                rmdir(unfinished.path)
            }
            throw error
        }
    }

    /// For `doctor`. A backup is none the worse when this cannot be written.
    private static func note(_ manifest: BackupManifest, _ path: String, _ place: Workplace) {
        let record = BackupRecord(
            madeMilliseconds: manifest.madeMilliseconds, path: AbsolutePath.of(path))
        do {
            try Identity.become(ownerOf: place.folder)
            try place.files.write(place.folder.backupRecord, Array(record.text.utf8))
        } catch {
            Console.complain("cannot note that there is a backup: \(error)")
        }
    }

    private static func text(_ manifest: BackupManifest, _ path: String) -> String {
        """
        Backup: \(path)
        Server: \(Proquint.keyWords(of: manifest.serverID))
        Holds: \(TerminalText.count(manifest.nodes, "node")), \
        \(TerminalText.count(manifest.log.size, "item")), log head \
        \(manifest.log.head.hex.prefix(16)); read back and found whole.

        """
    }

    private static let besideTheServer = """

        That is on the server's own disk, whose loss it is for: is the medium mounted? Make it again
        on another disk, or copy it there.

        """

    private static func advice(_ path: String) -> String {
        """

        It holds the server's keys: whoever has it can pose as the server. Keep it as you keep the
        recovery kit, off this machine. To bring it back where nothing is set up:
          rue-aggregator restore \(path)

        """
    }
}
