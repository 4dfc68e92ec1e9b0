/// A port to listen on, over IPv6 and IPv4.
public struct Listener: Sendable {
    /// The port; 0 lets the kernel choose one, the same for both families.
    public var port: UInt16
    /// Whether only this machine can connect (`::1` and `127.0.0.1`).
    public var isLoopbackOnly: Bool
    /// The key and certificate for TLS 1.3, or nil for plain HTTP.
    public var tls: TLSIdentity?
    /// What answers.
    public var application: Application

    /// Describes a listener; ``Server/start(_:)`` opens it.
    public init(
        port: UInt16, isLoopbackOnly: Bool = false, tls: TLSIdentity?, application: Application
    ) {
        self.port = port
        self.isLoopbackOnly = isLoopbackOnly
        self.tls = tls
        self.application = application
    }
}
