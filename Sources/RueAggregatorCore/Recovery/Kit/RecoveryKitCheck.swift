import RueCrypto
public import RueStore
import RueWire

/// Whether a kit that could be read would rebuild this very server.
public struct RecoveryKitCheck: Equatable, Sendable {
    /// Why it would not.
    public enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
        /// Its signing key is not this server's; holds both servers' key words.
        case otherServer(kit: String, server: String)
        /// The server was rebuilt from it, and has a newer one since.
        case rebuiltFromIt
        /// Its recovery key is not the one that this server tells to nodes.
        case otherRecoveryKey

        /// What is wrong and what to do.
        public var description: String {
            switch self {
            case .otherServer(let kit, let server):
                "this kit is of the server \(kit), and here is \(server)"
            case .rebuiltFromIt:
                "this is the kit that the server was rebuilt from, and its recovery key is in use "
                    + "now. Keep it for nodes that have not learnt of the newer kit, and check that "
                    + "one"
            case .otherRecoveryKey:
                "this kit is of this server, but older: the server tells its nodes another "
                    + "recovery key now. Keep it for nodes that were offline since, and check the "
                    + "kit that was made last"
            }
        }
    }

    /// What both sides of the nodes' enrolment show for the server's key.
    public let serverWords: String
    /// Nodes that were enrolled under another recovery key, and have not learnt of this one since.
    public let unaware: [String]

    /// Checks.
    ///
    /// - Parameters:
    ///   - kit: the kit as it was read.
    ///   - identity: who this server is.
    ///   - reader: the store, which tells what recovery key each node was given, and has learnt of.
    /// - Throws: `Fault`, or what the store reports.
    public init(
        of kit: RecoveryKit, for identity: ServerIdentity, reader: any StoreReader
    ) throws(RecoveryKitCheckError) {
        let serverID = identity.signingKey.publicKey.keyID
        serverWords = Proquint.keyWords(of: serverID)
        guard kit.serverID == serverID else {
            throw .fault(
                .otherServer(kit: Proquint.keyWords(of: kit.serverID), server: serverWords))
        }
        guard kit.recoveryPin == identity.settings.recoveryPin else {
            throw .fault(
                kit.recoveryPin == identity.livePin ? .rebuiltFromIt : .otherRecoveryKey)
        }
        let (live, recovery) = (identity.livePin, identity.settings.recoveryPin)
        unaware = try RecoveryKitCheckError.wrapping { () throws(StoreError) in
            let missing = try PinsOverview(live: live, recovery: recovery, reader: reader)
                .missing.map(\.name)
            return try Self.nodes(reader, enrolledOtherwiseThan: recovery)
                .filter { missing.contains($0) }
        }
    }

    private static func nodes(
        _ reader: any StoreReader, enrolledOtherwiseThan pin: Pin
    ) throws(StoreError) -> [String] {
        var names: [String] = []
        for node in try reader.nodes() where node.status != .revoked {
            guard let grant = try reader.chains(node: node.id).last?.grant else { continue }
            if recoveryPin(in: grant) != pin { names.append(node.name) }
        }
        return names
    }

    private static func recoveryPin(in grant: [UInt8]) -> Pin? {
        do throws(WireError) {
            return try GrantPayload(decoding: try Envelope.decode(grant).payload).recoveryPin
        } catch {
            // `verify` tells what is wrong with it.
            return nil
        }
    }
}

/// Why a kit could not be found good.
public enum RecoveryKitCheckError: Error, Equatable, Sendable, StoreFailure {
    /// The store refused.
    case store(StoreError)
    /// It would not rebuild this server.
    case fault(RecoveryKitCheck.Fault)

    /// Wraps the store's error.
    ///
    /// - Parameter error: the store's.
    public init(store error: StoreError) { self = .store(error) }
}
