import RueCrypto
import RueServer
import RueWire

extension RecoveryKit {
    /// Reads a kit's text as it was printed, copied or typed in.
    ///
    /// - Parameter text: all of it.
    /// - Throws: what is wrong, with its line.
    public init(reading text: String) throws(RecoveryKitError) {
        let reader = try KitReader(text)
        guard reader.hasTitle || !reader.blocks.isEmpty else { throw .notAKit }
        for block in reader.blocks { try block.verify() }
        let keys = reader.blocks.filter { $0.label == .privateKey }
        guard let first = keys.first else { throw .missing(what: "the server's signing key") }
        guard keys.count > 1 else { throw .missing(what: "the recovery TLS key") }
        let signingKey = try Self.signingKey(first)
        try Self.check(reader.server, against: signingKey)
        let certificate = reader.blocks.first { $0.label == .certificate }
        self.init(
            signingKey: signingKey,
            recovery: try Self.recovery(keys[1], certificate: certificate),
            hosts: try Self.hosts(reader), port: try Self.port(reader), madeAtMilliseconds: 0,
            hasCertificate: certificate != nil)
    }

    private static func signingKey(_ block: KitBlock) throws(RecoveryKitError) -> SigningKey {
        do throws(KeyFileError) {
            return try SigningKey(pem: block.pem)
        } catch {
            throw .unusable(
                what: "the server's signing key", line: block.line,
                reason: "it is no Ed25519 key, or a character of it is wrong")
        }
    }

    private static func recovery(
        _ block: KitBlock, certificate: KitBlock?
    ) throws(RecoveryKitError) -> TLSIdentity {
        let key: TLSKey
        do throws(TLSIdentityError) {
            key = try TLSKey(pem: block.pem)
            guard let certificate else {
                return try TLSIdentity(key: key, certificatePEM: try key.makeCertificate())
            }
            return try TLSIdentity(key: key, certificatePEM: certificate.pem)
        } catch {
            switch error {
            case .notACertificate, .mismatch:
                throw .unusable(
                    what: "the certificate of the recovery TLS key",
                    line: certificate?.line ?? block.line,
                    reason: error.description + "; it may be left out")
            default:
                throw .unusable(
                    what: "the recovery TLS key", line: block.line, reason: error.description)
            }
        }
    }

    private static func check(
        _ server: (words: String, line: Int)?, against key: SigningKey
    ) throws(RecoveryKitError) {
        let words = Proquint.keyWords(of: key.publicKey.keyID)
        guard let server, server.words.lowercased() != words else { return }
        throw .otherServer(line: server.line, words: server.words, key: words)
    }

    private static func hosts(_ reader: KitReader) throws(RecoveryKitError) -> [String] {
        for host in reader.hosts where !ServerSettings.isUsable(host: host.name) {
            throw .badValue(name: "host", value: host.name, line: host.line)
        }
        return reader.hosts.map { $0.name }
    }

    private static func port(_ reader: KitReader) throws(RecoveryKitError) -> UInt16? {
        guard let port = reader.port else { return nil }
        guard let number = UInt16(port.text), number > 0 else {
            throw .badValue(name: "port", value: port.text, line: port.line)
        }
        return number
    }
}
