/// Where the pins come from with which a server's key is compared.
public enum PinSource: Sendable {
    /// What the server gave when it took the node.
    case enrolment
    /// A link to be enrolled by.
    case link

    /// Behind "the one".
    var words: String {
        switch self {
        case .enrolment: "this node was enrolled with"
        case .link: "that the link names"
        }
    }

    /// What to do about another key.
    var remedy: String {
        switch self {
        case .enrolment:
            "If the server was lost, rebuild it there from a backup (rue-aggregator restore) or from "
                + "its recovery kit (rue-aggregator setup --recovery-kit); if it was set up anew with "
                + "other keys, enrol this node again with a new link from it"
        case .link:
            "Compare the address in the link with the server's; if the server was set up anew since, "
                + "make a new link there with 'rue-aggregator node add NAME'"
        }
    }
}
