import RueCrypto
import RueWire

/// Decodes and verifies the items of one request, as far as they go without the store. Runs on an
/// event loop.
struct ItemPreparation {
    /// The good items before the first bad one.
    private(set) var items: [PreparedItem] = []
    /// What is wrong with the first bad one.
    private(set) var refusal: Refusal?
    /// Whose items they are; nil before the first good one.
    private(set) var node: Signer?

    private let directory: KeyDirectory
    // Keys that rotations of this very request introduce.
    private var introduced: [KeyID: Signer] = [:]

    init(directory: KeyDirectory) { self.directory = directory }

    /// Prepares items until one is bad.
    mutating func take(_ body: [UInt8], _ ranges: [Range<Int>]) {
        items.reserveCapacity(ranges.count)
        do throws(Refusal) {
            for range in ranges { items.append(try prepare(body, range)) }
        } catch {
            refusal = error
        }
    }

    private mutating func prepare(
        _ body: [UInt8], _ range: Range<Int>
    ) throws(Refusal) -> PreparedItem {
        let envelope = try Self.decode(body, range)
        guard let link = envelope.chain else {
            throw Refusal(
                .malformed, "a \(envelope.kind.description) message is not an item of a chain")
        }
        guard let signer = introduced[envelope.keyID] ?? directory.signer(envelope.keyID),
            let id = envelope.messageID(verifiedWith: signer.key)
        else { throw .signature }
        guard signer.maySign(link.sequence) else { throw .revoked }
        if let node, node.chain != signer.chain {
            throw Refusal(.malformed, "the items of one request must be of one node")
        }
        node = signer
        let isRotation = envelope.kind == .rotate
        let content =
            isRotation ? rotation(envelope, link, signer) : Self.pack(envelope, link, signer)
        return PreparedItem(
            bytes: range.count == body.count ? body : Array(body[range]), keyID: envelope.keyID,
            link: link, id: id, isRotation: isRotation, content: content)
    }

    private static func decode(
        _ body: [UInt8], _ range: Range<Int>
    ) throws(Refusal) -> Envelope {
        do throws(WireError) {
            let envelope = try Envelope.decode(body, in: range)
            try envelope.require(.batch, .rotate)
            return envelope
        } catch {
            throw Refusal(.malformed, error.description)
        }
    }

    private static func pack(
        _ envelope: Envelope, _ link: ChainLink, _ signer: Signer
    ) -> PreparedItem.Content {
        do throws(WireError) {
            let pack = try Pack(
                decoding: envelope.payload, link: link, baseName: signer.baseName)
            return .pack(times: pack.timeRange, isRepacked: pack.isRepacked)
        } catch {
            return .unacceptable(error.description)
        }
    }

    private mutating func rotation(
        _ envelope: Envelope, _ link: ChainLink, _ signer: Signer
    ) -> PreparedItem.Content {
        switch Rotation.check(envelope, link) {
        case .success(let key):
            introduced[key.keyID] = signer.successor(key)
            return .rotation(to: key)
        case .failure(let fault): return .unacceptable(fault.detail)
        }
    }
}
