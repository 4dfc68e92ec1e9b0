import CRueSystem
import Glibc
import RueAggregatorCore
import RueCommandLine
import RueStore
import RueWire

enum RestoreCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let place = Workplace(arguments)
        umask(0o077)
        let restoration = Restoration(
            of: arguments.positionals[0], into: place.folder, files: place.files)
        let manifest = try saving { () throws(BackupError) in try restoration.prepare() }
        var info = rue_file_info()
        let wasThere = rue_file_look(place.folder.path, &info) == 0
        try place.makeFolder()
        try StateLock.take(place.folder)
        let nodes = try bringBack(restoration, manifest, place, wasThere: wasThere)
        try tell(nodes, manifest, place.folder)
        return .success
    }

    private static func bringBack(
        _ restoration: Restoration, _ manifest: BackupManifest, _ place: Workplace, wasThere: Bool
    ) throws(Failure) -> [NodeOverview] {
        var progress = Progress()
        do throws(BackupError) {
            // Once more: now that nobody else can.
            _ = try restoration.prepare()
            let nodes = try restoration.run(manifest) {
                progress.tell($0 / 1_000_000, of: $1 / 1_000_000, "MB")
            }
            progress.clear()
            return nodes
        } catch {
            unlink(place.folder.lock)
            if !wasThere { rmdir(place.folder.path) }
            throw Failure(error)
        }
    }

    private static func tell(
        _ nodes: [NodeOverview], _ manifest: BackupManifest, _ folder: StateFolder
    ) throws(Failure) {
        let age = TerminalText.span(
            milliseconds: SystemClock.nowMilliseconds - manifest.madeMilliseconds)
        try Console.write(
            """
            Restored: \(folder.path)
            from the backup of \(UTCTime.text(milliseconds: manifest.madeMilliseconds)) \
            (\(age) ago): \(TerminalText.count(manifest.nodes, "node")), \
            \(TerminalText.count(manifest.log.size, "item")).
            Server: \(Proquint.keyWords(of: manifest.serverID))

            The nodes as they were then. Compare the key words with those that each device shows (in
            the log of 'rue-agent run'):


            """)
        try Console.write(NodeListCommand.text(nodes, invited: []))
        try Console.write(next(folder.option))
    }

    private static func next(_ state: String) -> String {
        """

        What came after the backup is forgotten here: who was revoked, enrolled or renamed. So:
          rue-aggregator node revoke NAME\(state)
        for each that was revoked since, and whose key words are not the device's. Then
          rue-aggregator serve\(state)
        The nodes send again what this server lacks. A node that it does not know waits to be
        confirmed (node list). When all have sent everything:
          rue-aggregator verify\(state)
        Never start the old server again beside this one.

        """
    }
}
