public import RueWire

/// What `Setup` found and made, for the person who ran it.
public struct SetupReport: Equatable, Sendable {
    /// The files made now; empty when all was there.
    public let created: [String]
    /// The settings as they stand.
    public let settings: ServerSettings
    /// The id of the server's signing key.
    public let serverID: KeyID
    /// Whether the recovery kit still lies on this machine.
    public let isRecoveryKitHere: Bool
}
