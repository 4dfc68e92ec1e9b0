import RueCrypto
public import RueWire

/// Checks an archive from nothing but itself: the seal, every grant, id and link, and signatures.
///
/// What it cannot see is whether the server itself left something out when it made the archive; a
/// gap within a chain it could not hide. And anybody can make an archive of a server of his own:
/// the reader must know the server's key, or compare its words.
public struct ArchiveVerifier {
    private var reader: ArchiveReader
    private let checksEverySignature: Bool
    private var report = ArchiveReport()
    private var serverKey: PublicKey?
    private var node: String?
    /// The nodes' names so far: a file that somebody has made can have a million of them.
    private var names: Set<String> = []
    private var chain: ArchivedChain?

    /// Looks at an archive.
    ///
    /// - Parameters:
    ///   - source: its bytes, from the first on.
    ///   - everySignature: whether to check each item's signature. Without it the last of each run
    ///     of items is checked, which vouches for all before it; a damaged signature in between is
    ///     then found by the seal, but not named.
    public init(_ source: any ByteSource, everySignature: Bool) {
        reader = ArchiveReader(source)
        checksEverySignature = everySignature
    }

    /// Checks all of it. Blocks for about 30 µs an item, or 100 µs with every signature.
    ///
    /// - Parameters:
    ///   - isExpected: whether a key is that of the server that the archive must be of.
    ///   - progress: told now and then how many bytes are done.
    /// - Returns: what was found.
    /// - Throws: what the system reports of the file.
    public mutating func run(
        of isExpected: (KeyID) -> Bool = { _ in true }, progress: (UInt64) -> Void
    ) throws(StateFileError) -> ArchiveReport {
        do throws(ArchiveReader.Fault) {
            guard try readStart(isExpected) else { return report }
            while report.seal == nil, let record = try reader.next() {
                take(record)
                if report.items % 256 == 0 { progress(reader.offset) }
            }
            try end()
        } catch {
            switch error {
            case .file(let error): throw error
            case .cutOff: note("the file breaks off within a record; the rest of it is missing")
            case .unreadable(let offset, let reason):
                note(
                    "what stands at byte " + String(offset) + " of the file is no record: " + reason
                        + "; the rest could not be read")
            }
        }
        return report
    }

    // MARK: Beginning and end

    private mutating func readStart(_ isExpected: (KeyID) -> Bool) throws(ArchiveReader.Fault)
        -> Bool
    {
        let first: ArchiveRecord?
        do throws(ArchiveReader.Fault) {
            first = try reader.next()
        } catch .file(let error) {
            throw .file(error)
        } catch {
            first = nil
        }
        guard case .start(let bytes) = first, let key = Signer.publicKey(bytes) else {
            note("the file is no archive of Rue, or its beginning is damaged")
            return false
        }
        serverKey = key
        report.serverID = key.keyID
        if !isExpected(key.keyID) { note("the archive is of another server") }
        return true
    }

    private mutating func end() throws(ArchiveReader.Fault) {
        if report.seal != nil {
            if try reader.next() != nil { note("something follows the archive's seal") }
        } else if report.problems.count == 0 {
            note("the archive breaks off: its seal is missing, and what was before it")
        }
    }

    private mutating func take(_ record: ArchiveRecord) {
        switch record {
        case .start: note("the archive begins again in its middle")
        case .node(let name, let forks): take(node: name, forks: forks)
        case .chain(let grant, let rotations, let after, let key):
            takeChain(grant, rotations, after, key)
        case .item(let bytes, _, let quarantine): take(item: bytes, quarantine)
        case .gap(let last, let key): inChain { $0.pass(to: last, key: key, &$1) }
        case .chainEnd(let last, let items): takeEnd(last, items)
        case .seal(let message): take(seal: message)
        }
    }

    private mutating func take(seal message: [UInt8]) {
        closeChain()
        do throws(WireError) {
            let envelope = try Envelope.decode(message)
            try envelope.require(.archive)
            guard let serverKey, envelope.keyID == serverKey.keyID, envelope.verify(with: serverKey)
            else { return note("the seal is not the server's") }
            report.signatures += 1
            let seal = try ArchivePayload(decoding: envelope.payload)
            report.seal = seal
            if (seal.chains, seal.items) != (report.chains, report.items) {
                note(
                    "the seal is for " + String(seal.items) + " items in " + String(seal.chains)
                        + " chains, and there are " + String(report.items) + " in "
                        + String(report.chains))
            } else if seal.digest != reader.digest() {
                note("something in the archive is not as it was sealed")
            }
        } catch {
            note("the seal is unreadable: " + error.description)
        }
    }

    // MARK: Nodes and chains

    private mutating func take(node name: String, forks: UInt64) {
        closeChain()
        if !names.insert(name).inserted { note("node " + name + " comes twice") }
        node = name
        report.nodes.append(name)
        // Each is below 2⁵³; a file that somebody has made can tell so many that the sum overflows.
        report.forks = min(report.forks + forks, WireLimits.largestInteger)
    }

    private mutating func takeChain(
        _ grant: [UInt8], _ rotations: [[UInt8]], _ after: ChainHead, _ key: [UInt8]?
    ) {
        closeChain()
        guard let node, let serverKey else { return note("a chain stands before its node") }
        report.chains += 1
        var opened = ArchivedChain(node: node, checksEverySignature: checksEverySignature)
        opened.open(
            grant: grant, of: serverKey, rotations: rotations, after: after, key: key, &report)
        chain = opened
    }

    private mutating func take(item bytes: [UInt8], _ quarantine: String?) {
        report.items += 1
        if quarantine != nil { report.quarantined += 1 }
        inChain { $0.take(bytes, isQuarantined: quarantine != nil, &$1) }
    }

    private mutating func takeEnd(_ last: ChainHead, _ items: UInt64) {
        inChain { $0.end(at: last, items: items, &$1) }
        chain = nil
    }

    private mutating func closeChain() {
        guard chain != nil else { return }
        inChain { $0.breakOff(&$1) }
        chain = nil
    }

    private mutating func inChain(
        _ body: (inout ArchivedChain, inout ArchiveReport) -> Void
    ) {
        guard var open = chain else { return note("something of a chain stands outside of one") }
        body(&open, &report)
        chain = open
    }

    private mutating func note(_ what: String) {
        report.problems.note(
            VerifyProblem(
                node: nil, sequence: nil, position: nil, what: what, whole: "archive"))
    }
}
