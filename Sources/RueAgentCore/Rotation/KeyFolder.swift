public import RueCrypto

/// The keys of a node's state folder.
public enum KeyName: Equatable, Sendable {
    /// The key that the node signs with.
    case node
    /// The one that is to take its place.
    case next
    /// The one before, until the server has taken the change.
    case old
}

/// Where a node keeps its keys. Each change is on the disk when a call returns, whole or not at
/// all.
public protocol KeyFolder: AnyObject {
    /// Reads a key.
    /// - Parameter name: which.
    /// - Returns: the key; nil when there is none.
    /// - Throws: `KeyChangeError.folder`.
    func key(_ name: KeyName) throws(KeyChangeError) -> SigningKey?

    /// Keeps a new key where there is none.
    /// - Parameters:
    ///   - key: the key.
    ///   - name: its place.
    /// - Throws: `KeyChangeError.folder`.
    func create(_ key: SigningKey, as name: KeyName) throws(KeyChangeError)

    /// Gives a key another place; what is there is replaced.
    /// - Parameters:
    ///   - name: which.
    ///   - other: the new place.
    /// - Throws: `KeyChangeError.folder`.
    func move(_ name: KeyName, to other: KeyName) throws(KeyChangeError)

    /// Deletes a key; one that is not there is no error.
    /// - Parameter name: which.
    /// - Throws: `KeyChangeError.folder`.
    func remove(_ name: KeyName) throws(KeyChangeError)

    /// Every rotation that the node ever made, in order, as one sequence of messages.
    /// - Returns: the bytes; none before the first.
    /// - Throws: `KeyChangeError.folder`.
    func rotations() throws(KeyChangeError) -> [UInt8]

    /// Keeps them in the place of those before.
    /// - Parameter rotations: a sequence of messages.
    /// - Throws: `KeyChangeError.folder`.
    func keep(rotations: [UInt8]) throws(KeyChangeError)
}

/// Why a node's key could not be changed.
public enum KeyChangeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file could not be read or written; says which and why.
    case folder(String)
    /// The spool refused.
    case spool(SpoolError)
    /// OpenSSL refused.
    case crypto(CryptoError)
    /// The server has not taken the change before.
    case unfinished
    /// The file of the rotations is not one.
    case damaged

    /// What happened and what to do, for a person.
    public var description: String {
        switch self {
        case .folder(let text): text
        case .spool(let error): error.description
        case .crypto(let error): error.description
        case .unfinished:
            "the server has not taken the last change of the key yet; let rue-agent run until it "
                + "has sent what waits, then try again"
        case .damaged: "the file of the key's rotations is damaged"
        }
    }
}
