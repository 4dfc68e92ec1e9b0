/// Why a text is not a server's address.
public enum AddressError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The host is missing, or has characters that no host has.
    case host
    /// The port is not a number of 1…65535.
    case port
    /// An IPv6 address without its brackets.
    case brackets

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .host: "there is no valid host name or address in it"
        case .port: "its port is not a number from 1 to 65535"
        case .brackets: "an IPv6 address stands in brackets, as in [2001:db8::1]:8443"
        }
    }
}
