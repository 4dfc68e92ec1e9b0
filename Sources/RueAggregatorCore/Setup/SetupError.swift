public import RueCrypto
public import RueServer

/// Why a state folder could not be set up or read.
public enum SetupError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file could not be read or written.
    case file(StateFileError)
    /// The signing key could not be made or read.
    case signingKey(KeyFileError)
    /// The TLS key or certificate could not be read.
    case tls(TLSIdentityError)
    /// A key, a certificate or random bytes could not be made; holds what failed.
    case cryptography(String)
    /// A host cannot stand in a link.
    case host(String)
    /// The settings file says something that it may not.
    case settings(path: String, line: Int, reason: String)
    /// The folder was never set up, or not to the end.
    case notSetUp(path: String)
    /// A server is set up where another one was to be rebuilt from its kit.
    case alreadySetUp(path: String)
    /// A server was to be rebuilt from its kit where another key lies already.
    case otherKey(path: String)
    /// The folder is a backup, in which no server shall work.
    case isBackup(path: String)
    /// The folder holds a node's key and grant.
    case isNode(path: String)
    /// A finished setup has lost one of its files.
    case incomplete(missing: String)
    /// A kit lies where a new one is to be written.
    case kitInTheWay(path: String)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .file(let error):
            error.description
        case .signingKey(let error):
            error.description
        case .tls(let error):
            error.description
        case .cryptography(let what):
            what
        case .host(let host):
            "'" + TerminalText.escaped(host) + "' cannot stand in a link: expected a name or an "
                + "address under which nodes reach this machine"
        case .settings(let path, let line, let reason):
            path + ":" + String(line) + ": " + reason
        case .notSetUp(let path):
            path + ": no aggregator is set up here; is --state right? If there is no server yet: "
                + "rue-aggregator setup --state " + path
        case .alreadySetUp(let path):
            path + ": a server is set up here already; a kit rebuilds a lost one where nothing is. "
                + "Give another --state, or move what is there away"
        case .otherKey(let path):
            path + ": is not the key in this kit; give another --state, or move what is there away"
        case .isBackup(let path):
            path + ": is a backup, in which nothing is to be changed; bring it back into a folder "
                + "of its own: rue-aggregator restore " + path + " --state DIR"
        case .isNode(let path):
            path + ": a node's key and grant are in this folder (rue-agent's); give the server one "
                + "of its own: --state DIR"
        case .kitInTheWay(let path):
            path + ": is still here; move it to the drawer, for nodes may need it until they have "
                + "learnt of the new one, and try again"
        case .incomplete(let missing):
            missing + ": is missing, though this folder was set up; restore it from a backup"
        }
    }
}
