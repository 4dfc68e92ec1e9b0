public import RueStore
public import RueWire

/// What a backup says of itself. Written last: a folder without it is no backup.
public struct BackupManifest: Equatable, Sendable {
    /// The form of the backup, which a later version may change.
    static let format: Int64 = 1

    /// Whose it is.
    public let serverID: KeyID
    /// When it was begun, in milliseconds since 1970.
    public let madeMilliseconds: Int64
    /// How many nodes the store knows.
    public let nodes: Int
    /// The end of the log.
    public let log: LogState
    /// What each file holds, by name.
    let files: [String: FileDigest]

    /// The names of the files of a backup, in the order in which they are brought back: the settings
    /// last, which mark a folder that is set up.
    static let names = ["server.key", "tls.key", "tls.crt", "store.sqlite", "settings.conf"]

    /// How many bytes a backup of these files takes.
    var bytes: Int64 { files.values.reduce(0) { $0 + $1.size } }

    /// The file's text: `name = value`, one a line.
    var text: String {
        let lines = Self.names.compactMap { name in
            files[name].map { "file = \($0.hash.hex) \($0.size) \(name)\n" }
        }
        return """
            # A backup of a Rue aggregator. It holds the server's keys: keep it secret.
            # To bring it back, on a machine where no server is set up:
            #   rue-aggregator restore THIS-FOLDER
            format = \(Self.format)
            made = \(madeMilliseconds)
            server = \(serverID.hex)
            nodes = \(nodes)
            items = \(log.size)
            log-id = \(log.id.hex)
            log-head = \(log.head.hex)

            """ + lines.joined()
    }

    init(
        serverID: KeyID, madeMilliseconds: Int64, nodes: Int, log: LogState,
        files: [String: FileDigest]
    ) {
        self.serverID = serverID
        self.madeMilliseconds = madeMilliseconds
        self.nodes = nodes
        self.log = log
        self.files = files
    }

    /// Reads the file's text.
    ///
    /// - Throws: `.newer`, and `.manifest` with the line at fault.
    init(parsing text: String, path: String) throws(BackupError) {
        var values: [String: String] = [:]
        var files: [String: FileDigest] = [:]
        for entry in SettingLine.entries(text) {
            guard let (name, value) = entry.content else {
                throw .manifest(path: path, line: entry.line, reason: SettingLine.expected)
            }
            if name == "format", let format = Int64(value), format > Self.format {
                throw .newer(path: path)
            }
            guard name == "file" else {
                values[name] = value
                continue
            }
            guard let (file, digest) = Self.file(value) else {
                throw .manifest(path: path, line: entry.line, reason: "names no file of a backup")
            }
            files[file] = digest
        }
        guard values["format"] == String(Self.format),
            let serverID = values["server"].flatMap(Self.bytes32),
            let made = values["made"].flatMap({ Int64($0) }),
            let nodes = values["nodes"].flatMap({ Int($0) }),
            let size = values["items"].flatMap({ Int64($0) }),
            let head = values["log-head"].flatMap(Self.bytes32),
            let id = values["log-id"].flatMap({ Hex.decode($0) }).flatMap({ Bytes16($0) }),
            Set(files.keys) == Set(Self.names)
        else {
            throw .manifest(path: path, line: nil, reason: "something is missing in it")
        }
        self.init(
            serverID: serverID, madeMilliseconds: made, nodes: nodes,
            log: LogState(size: size, head: head, id: id), files: files)
    }

    private static func file(_ value: String) -> (String, FileDigest)? {
        let words = value.split(separator: " ")
        guard words.count == 3, let hash = bytes32(String(words[0])), let size = Int64(words[1]),
            names.contains(String(words[2]))
        else { return nil }
        return (String(words[2]), FileDigest(size: size, hash: hash))
    }

    private static func bytes32(_ text: String) -> Bytes32? {
        Hex.decode(text).flatMap { Bytes32($0) }
    }
}
