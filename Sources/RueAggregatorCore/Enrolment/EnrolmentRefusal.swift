import RueWire

/// Why a node is not enrolled: for the server's log alone, since the node is told only that its
/// link is not good.
enum EnrolmentRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    case malformed(String)
    case unsigned
    case unknownLink
    case wrongSecret(name: String)
    case usedByAnother(name: String)
    case usedUnderAnotherName(name: String)
    case revokedKey(name: String)
    case expired(name: String)
    case withdrawn(name: String)
    /// The link is for a node that exists, and another device brought it.
    case otherDevice(name: String, baseName: String)
    case keyHeld(name: String, holder: String)
    case deviceHeld(name: String, holder: String)

    var description: String {
        switch self {
        case .malformed(let detail): "not a message of this protocol: " + detail
        case .unsigned: "the message is not signed by the key in it, or that key is no good"
        case .unknownLink:
            "this server does not know the link: it was made by another server, or days ago"
        case .wrongSecret(let name):
            Self.link(name) + " came with a wrong secret, or was changed on its way"
        case .usedByAnother(let name): Self.link(name) + " was used already, by another key"
        case .usedUnderAnotherName(let name):
            Self.link(name) + " was used already, by this key on another board"
        case .revokedKey(let name): Self.link(name) + " came with a key that is revoked"
        case .expired(let name): Self.link(name) + " has expired"
        case .withdrawn(let name):
            Self.link(name) + " was withdrawn, or replaced by a newer one"
        case .otherDevice(let name, let baseName):
            Self.link(name) + " is for the device " + baseName
                + " alone, and another one brought it; another board is another node"
        case .keyHeld(let name, let holder):
            Self.link(name) + " came with the key of " + Self.node(holder)
        case .deviceHeld(let name, let holder):
            Self.link(name) + " came from the device of " + Self.node(holder)
                + "; to enrol it anew, run: rue-aggregator node add " + TerminalText.escaped(holder)
                + " --replace"
        }
    }

    private static func link(_ name: String) -> String {
        "the link for '" + TerminalText.escaped(name) + "'"
    }

    private static func node(_ name: String) -> String {
        "node '" + TerminalText.escaped(name) + "'"
    }

    /// Which reason it is, whoever it is about.
    var kind: Int {
        switch self {
        case .malformed: 0
        case .unsigned: 1
        case .unknownLink: 2
        case .wrongSecret: 3
        case .usedByAnother: 4
        case .usedUnderAnotherName: 5
        case .revokedKey: 6
        case .expired: 7
        case .withdrawn: 8
        case .otherDevice: 9
        case .keyHeld: 10
        case .deviceHeld: 11
        }
    }
}
