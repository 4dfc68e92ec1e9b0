import RueCrypto
public import RueStore
public import RueWire

/// A one-time token for a node's name, as the link that carries its secret.
public struct Invitation: Equatable, Sendable {
    /// The node's name.
    public let nodeName: String
    /// One link for each host, in the order of the settings; any of them works, one of them once.
    public let links: [String]
    /// Until when, in milliseconds since 1970.
    public let expiresMilliseconds: Int64
    /// How many older links for the name could be used until now, and cannot any more.
    public let replaced: Int

    /// How long a spent or expired token stays, so that its holder is told what happened.
    static let memoryMilliseconds: Int64 = 86_400_000

    /// Makes a token and keeps what the server needs of it: the secret's hash alone.
    ///
    /// - Parameters:
    ///   - name: the node's name.
    ///   - isReplacement: whether the device of an existing node shall get a new key.
    ///   - writer: a connection of this thread's own.
    ///   - settings: hosts, port and recovery pin.
    ///   - livePin: the pin of the key that the node port presents.
    ///   - nowMilliseconds: the time, since 1970.
    ///   - lifetime: how long the links are good, in milliseconds.
    /// - Returns: the links; nobody else ever sees the secret.
    /// - Throws: `.invalidName`, `.host`, `.exists`, `.unknown` (a replacement for nobody),
    ///   `.store`.
    public static func make(
        for name: String, isReplacement: Bool, writer: any StoreWriter, settings: ServerSettings,
        livePin: Pin, nowMilliseconds: Int64,
        lifetime: Int64 = EnrolmentToken.lifetimeMilliseconds
    ) throws(NodeError) -> Invitation {
        guard NodeName.isValid(name) else { throw .invalidName(name) }
        for host in settings.hosts where !ServerSettings.isUsable(host: host) { throw .host(host) }
        let token = try token(for: name, now: nowMilliseconds, lifetime: lifetime)
        let replaced = try writer.transaction { () throws(NodeError) in
            try check(name, isReplacement: isReplacement, writer)
            return try NodeError.wrapping { () throws(StoreError) in
                let replaced = try writer.withdrawTokens(nodeName: name, now: nowMilliseconds)
                try writer.removeUnspentTokens(expiredBy: nowMilliseconds - memoryMilliseconds)
                try writer.addToken(token.record)
                return replaced
            }
        }
        let links = settings.hosts.map { host in
            EnrolmentLink(
                host: host, port: settings.port, tokenID: token.id, secret: token.secret,
                livePin: livePin,
                recoveryPin: settings.recoveryPin
            ).text
        }
        return Invitation(
            nodeName: name, links: links, expiresMilliseconds: token.record.expiresMilliseconds,
            replaced: replaced)
    }

    private static func check(
        _ name: String, isReplacement: Bool, _ reader: any StoreReader
    ) throws(NodeError) {
        try NodeError.wrapping { () throws(StoreError) in try reader.nodes() }
            .check(name, isReplacement: isReplacement)
    }

    private static func token(
        for name: String, now: Int64, lifetime: Int64
    ) throws(NodeError) -> EnrolmentToken {
        do throws(CryptoError) {
            return try EnrolmentToken(nodeName: name, now: now, lifetime: lifetime)
        } catch {
            throw .cryptography(error.description)
        }
    }
}

extension [NodeRecord] {
    fileprivate func check(_ name: String, isReplacement: Bool) throws(NodeError) {
        let exists = contains { $0.name == name }
        if exists && !isReplacement { throw .exists(name) }
        if !exists && isReplacement { throw .unknown(name, known: map { $0.name }) }
    }
}
