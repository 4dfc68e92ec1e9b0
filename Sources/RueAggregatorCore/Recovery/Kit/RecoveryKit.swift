public import RueCrypto
public import RueServer
public import RueWire

/// What rebuilds a lost server so that its nodes know it again: the signing key, and a TLS key
/// whose pin every node holds and whose private half is kept nowhere else.
///
/// It is a text for paper: a person may have to type it in again years later. So every line of a
/// key has a check of its own, and what a printer or an editor does to blanks and line ends does
/// not matter.
public struct RecoveryKit: Sendable {
    /// The server's signing key.
    public let signingKey: SigningKey
    /// The recovery TLS key and a certificate for it.
    public let recovery: TLSIdentity
    /// The names or addresses under which nodes reach the server, best first; empty when the kit
    /// does not tell them.
    public let hosts: [String]
    /// The port of the node API; nil when the kit does not tell it.
    public let port: UInt16?
    /// Whether it brought the certificate; where it was left out, a new one was made.
    public let hasCertificate: Bool
    private let madeAtMilliseconds: Int64

    /// Puts a new kit together.
    init(
        signingKey: SigningKey, recovery: TLSIdentity, hosts: [String], port: UInt16?,
        madeAtMilliseconds: Int64, hasCertificate: Bool = true
    ) {
        self.signingKey = signingKey
        self.recovery = recovery
        self.hosts = hosts
        self.port = port
        self.madeAtMilliseconds = madeAtMilliseconds
        self.hasCertificate = hasCertificate
    }

    /// Who the server is.
    public var serverID: KeyID { signingKey.publicKey.keyID }

    /// What nodes must hold to accept a server that was rebuilt from this.
    public var recoveryPin: Pin? { Pin(recovery.pin) }

    /// The file's text.
    var text: String {
        """
        RUE RECOVERY KIT

        Made \(UTCTime.text(milliseconds: madeAtMilliseconds)) for a Rue aggregator.

        Server: \(Proquint.keyWords(of: serverID))
        \(hosts.map { "Host: " + $0 + "\n" }.joined())Port: \(port.map { String($0) } ?? "-")

        This rebuilds the server when it is lost, so that every node goes on trusting
        it. On the new machine, where nothing is set up yet, with this text in FILE:

            rue-aggregator setup --recovery-kit FILE

        The nodes then send again what they keep, and wait to be confirmed:
        rue-aggregator node list.

        Whoever else has this can pose as the server. So, now:

          1. Print it, or copy it to a medium that lies in a drawer.
          2. See that what lies there works: type or copy it back into a file, and
             rue-aggregator recovery-kit --check FILE
          3. Delete it from the machine that it was made on.

        Who types it in needs the lines with a colon above and all that follows; blanks
        and line ends do not matter. "Checks" finds the line with the mistake. The
        certificate may be left out.

        The server's signing key (Ed25519):
        \(KitBlock.text(signingKey.pem, .privateKey))
        The recovery TLS key (P-256), pin \(Base64URL.encode(recovery.pin)):
        \(KitBlock.text(recovery.key.pem, .privateKey))
        The recovery TLS certificate:
        \(KitBlock.text(recovery.certificatePEM, .certificate))
        """
    }
}
