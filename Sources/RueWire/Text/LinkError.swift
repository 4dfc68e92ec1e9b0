/// Why a text is not an enrolment link.
public enum LinkError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It does not begin with `rue://`.
    case scheme
    /// The host is missing, or has characters that no host has.
    case host
    /// The port is not a number of 1…65535.
    case port
    /// The path is not `/e`, or the part after `#` is missing.
    case path
    /// A link of a version other than 1.
    case version
    /// Not five parts after `#`.
    case parts
    /// The token's id is not 8 bytes in base64url.
    case tokenID
    /// The secret is not 16 bytes in base64url.
    case secret
    /// A pin is not 32 bytes in base64url.
    case pin

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .scheme: "an enrolment link begins with rue://"
        case .host: "the enrolment link has no valid host name or address"
        case .port: "the enrolment link's port is not a number from 1 to 65535"
        case .path: "the enrolment link is not of the form rue://host:port/e#..."
        case .version: "the enrolment link is of a version that this program does not know"
        case .parts: "the enrolment link is incomplete: it must have five parts after the #"
        case .tokenID: "the enrolment link is damaged in its second part (the token)"
        case .secret: "the enrolment link is damaged in its third part (the secret)"
        case .pin: "the enrolment link is damaged in its fourth or fifth part (the pins)"
        }
    }
}
