public import RueCrypto
public import RueWire

/// Changes a node's key, in steps of which each leaves a working node (PROTOCOL, Keys).
///
/// 1. The new key is kept beside the old one.
/// 2. The spool commits the rotation, signed by the old key, and belongs to the new one: the
///    change is made.
/// 3. The rotation is kept for servers that may have forgotten the node.
/// 4. The old key goes aside, the new one takes its place.
/// 5. The old key is deleted once the server has taken the rotation: until then it may have to
///    sign it again, at another place of the chain.
///
/// What a loss of power cuts short after 2, ``finish()`` ends; before, the node goes on with the
/// old key, and the next change takes the new key that is there.
public struct KeyChange {
    private let folder: any KeyFolder
    private let spoolPath: String

    /// A change of the key in a folder.
    /// - Parameters:
    ///   - folder: the keys.
    ///   - spoolPath: the spool's file; it may be missing.
    public init(folder: any KeyFolder, spoolPath: String) {
        self.folder = folder
        self.spoolPath = spoolPath
    }

    /// Ends a change that was cut short, if it had been made. To be called before the node's key
    /// is read.
    /// - Parameter hasSpool: whether the spool's file is there.
    /// - Throws: `KeyChangeError`; to be called again then.
    public func finish(hasSpool: Bool) throws(KeyChangeError) {
        guard hasSpool else { return }
        let next = try folder.key(.next)
        let isMade = try next.map { key throws(KeyChangeError) in
            try Self.spooling { () throws(SpoolError) in try Spool.owner(path: spoolPath) }
                == key.publicKey.keyID
        }
        if isMade == true, let next {
            try noteRotation()
            try install(next.publicKey.keyID)
        } else if try folder.key(.old) != nil {
            // It may have been signed again.
            try noteRotation()
        }
    }

    /// Changes the key.
    ///
    /// - Parameters:
    ///   - spool: the open spool; nothing else may write to it.
    ///   - boot: the kernel's id of this boot.
    ///   - time: now.
    /// - Returns: the new key.
    /// - Throws: `KeyChangeError`; what was done until then is ended by ``finish()``, or by trying
    ///   again.
    public func rotate(
        _ spool: Spool, boot: BootID, at time: NodeTime
    ) throws(KeyChangeError) -> PublicKey {
        guard let old = try folder.key(.node) else {
            throw .folder("there is no key to change")
        }
        if try folder.key(.old) != nil { throw .unfinished }
        let new = try newKey()
        let rotation = try Self.crypto { () throws(CryptoError) in
            try SpooledBatch.rotation(
                from: old, to: new, after: spool.head, boot: boot,
                uptimeMilliseconds: time.uptimeMilliseconds, utcMilliseconds: time.utcMilliseconds)
        }
        try Self.spooling { () throws(SpoolError) in
            try spool.append(rotation: rotation, newOwner: new.publicKey.keyID)
        }
        try finish(hasSpool: true)
        return new.publicKey
    }

    /// Deletes the old key when the server has taken the change.
    /// - Parameter spool: the open spool.
    /// - Returns: whether it was deleted now.
    /// - Throws: `KeyChangeError`.
    public func retireOldKey(_ spool: Spool) throws(KeyChangeError) -> Bool {
        guard try folder.key(.old) != nil else { return false }
        let waiting = try Self.spooling { () throws(SpoolError) in
            try spool.undeliveredRotation()
        }
        guard waiting == nil else { return false }
        try folder.remove(.old)
        return true
    }

    private func newKey() throws(KeyChangeError) -> SigningKey {
        if let left = try folder.key(.next) { return left }
        let key = try Self.crypto { () throws(CryptoError) in try SigningKey.generate() }
        try folder.create(key, as: .next)
        return key
    }

    private func install(_ next: KeyID) throws(KeyChangeError) {
        if let node = try folder.key(.node), node.publicKey.keyID != next {
            try folder.move(.node, to: .old)
        }
        try folder.move(.next, to: .node)
    }

    /// Puts the rotation that waits in the spool at the end of those that are kept.
    private func noteRotation() throws(KeyChangeError) {
        let waiting = try Self.spooling { () throws(SpoolError) in
            try Spool.undeliveredRotation(path: spoolPath)
        }
        guard let waiting else { return }
        var messages = try Self.split(try folder.rotations())
        if messages.last == waiting { return }
        if let last = messages.last, try Self.signer(last) == Self.signer(waiting) {
            messages.removeLast()
        }
        messages.append(waiting)
        try folder.keep(rotations: MessageSequence.join(messages))
    }

    /// The messages of a sequence of rotations.
    /// - Parameter bytes: the sequence; it may be empty.
    /// - Returns: each message.
    /// - Throws: `.damaged`.
    public static func split(_ bytes: [UInt8]) throws(KeyChangeError) -> [[UInt8]] {
        if bytes.isEmpty { return [] }
        do throws(WireError) {
            return try MessageSequence.split(bytes, maximumItems: Int.max).map { Array(bytes[$0]) }
        } catch {
            throw .damaged
        }
    }

    private static func signer(_ message: [UInt8]) throws(KeyChangeError) -> KeyID {
        do throws(WireError) {
            return try Envelope.decode(message).keyID
        } catch {
            throw .damaged
        }
    }

    private static func spooling<T>(
        _ body: () throws(SpoolError) -> T
    ) throws(KeyChangeError) -> T {
        do throws(SpoolError) {
            return try body()
        } catch {
            throw .spool(error)
        }
    }

    private static func crypto<T>(
        _ body: () throws(CryptoError) -> T
    ) throws(KeyChangeError) -> T {
        do throws(CryptoError) {
            return try body()
        } catch {
            throw .crypto(error)
        }
    }
}
