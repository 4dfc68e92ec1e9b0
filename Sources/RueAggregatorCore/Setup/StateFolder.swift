/// Where the aggregator keeps what it must not lose.
public struct StateFolder: Equatable, Sendable {
    /// The folder itself, without a trailing slash.
    public let path: String

    /// Names a folder; nothing is looked up.
    ///
    /// - Parameter path: absolute, or relative to where the program runs.
    public init(path: String) {
        var trimmed = path
        while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
        self.path = trimmed
    }

    /// The server's signing key, Ed25519, PEM.
    public var serverKey: String { path + "/server.key" }
    /// The key of the TLS certificate, P-256, PEM.
    public var tlsKey: String { path + "/tls.key" }
    /// The TLS certificate, PEM.
    public var tlsCertificate: String { path + "/tls.crt" }
    /// What rebuilds this server elsewhere; to be moved away from this machine.
    public var recoveryKit: String { path + "/recovery-kit.txt" }
    /// What is not secret and an admin may edit; written last, so it marks a finished setup.
    public var settings: String { path + "/settings.conf" }
    /// The evidence.
    public var store: String { path + "/store.sqlite" }
    /// When the newest backup was made; not secret.
    public var backupRecord: String { path + "/last-backup.conf" }
    /// What a backup says of itself; only a backup has it.
    public var backupManifest: String { path + "/backup.conf" }
    /// What a node has in its own state folder, and a server never has.
    var filesOfANode: [String] { [path + "/node.key", path + "/grant.cose"] }
    /// Held by the one server that uses the folder.
    public var lock: String { path + "/lock" }
}
