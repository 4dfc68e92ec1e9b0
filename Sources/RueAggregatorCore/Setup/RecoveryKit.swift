import RueCrypto
import RueServer
import RueWire

/// What rebuilds a lost server so that its nodes know it again: the signing key, and a TLS key
/// whose pin every node holds and whose private half is kept nowhere else.
struct RecoveryKit {
    let signingKeyPEM: [UInt8]
    let serverID: KeyID
    let recovery: TLSIdentity
    let madeAtMilliseconds: Int64
    let hosts: [String]

    /// The file's text.
    var text: String {
        let id = Proquint.keyWords(of: serverID)
        return """
            RUE RECOVERY KIT

            Made \(UTCTime.text(milliseconds: madeAtMilliseconds)) for the Rue aggregator \
            \(hosts.joined(separator: ", ")).
            Server: \(id)

            This holds what rebuilding a lost server needs, so that every node goes on
            trusting it. The command that reads it comes with a later version.
            Whoever else has this can pose as the server. So:
              1. print it, or copy it to a medium that lies in a drawer;
              2. delete it from the machine that it was made on.

            The server's signing key (Ed25519):
            \(String(decoding: signingKeyPEM, as: UTF8.self))
            The recovery TLS key (P-256), pin \(Base64URL.encode(recovery.pin)):
            \(recovery.key.pem)
            The recovery TLS certificate:
            \(recovery.certificatePEM)
            """
    }
}
