import RueStore
import RueWire

/// Which items of a chain belong into an archive, and what leads to the first of them.
struct ChainPart {
    let chain: ChainRecord
    let sequences: ClosedRange<UInt64>

    /// What is to be known at the first item.
    struct Beginning {
        let after: ChainHead
        let rotations: [[UInt8]]
        /// The key, where rotations that lead to it are lost.
        let key: [UInt8]?
    }

    /// The parts of a node's chains that a span of time touches, in the order of enrolment; whole
    /// chains where no times are given. Between its first and last item a part has all of them, so
    /// that they follow from each other.
    static func parts(
        of node: RowID, in times: ClosedRange<Int64>?, _ reader: any StoreReader
    ) throws(StoreError) -> [ChainPart] {
        let touched = try times.map { times throws(StoreError) in
            try sequences(of: node, in: times, reader)
        }
        var parts: [ChainPart] = []
        for chain in try reader.chains(node: node) {
            if let touched {
                guard let sequences = touched[chain.id] else { continue }
                parts.append(ChainPart(chain: chain, sequences: sequences))
            } else if let last = try reader.lastItem(chain: chain.id) {
                parts.append(ChainPart(chain: chain, sequences: 1...max(1, last.sequence)))
            }
        }
        return parts
    }

    private static func sequences(
        of node: RowID, in times: ClosedRange<Int64>, _ reader: any StoreReader
    ) throws(StoreError) -> [RowID: ClosedRange<UInt64>] {
        var touched: [RowID: ClosedRange<UInt64>] = [:]
        try reader.scan(.times(node: node, times, after: nil), limit: .max) { item in
            let known = touched[item.chain] ?? item.sequence...item.sequence
            touched[item.chain] =
                min(known.lowerBound, item.sequence)...max(known.upperBound, item.sequence)
            return true
        }
        return touched
    }

    /// What leads to the part's first item, `first`.
    func beginning(
        at first: Envelope, _ reader: any StoreReader
    ) throws(StoreError) -> Beginning {
        guard let link = first.chain, link.sequence > 1 else {
            return Beginning(
                after: ChainHead(sequence: 0, id: chain.grantID), rotations: [], key: nil)
        }
        var rotations: [[UInt8]] = []
        var isWhole = true
        for key in try reader.keys(node: chain.node) where key.chain == chain.id && !key.hasLost {
            guard let end = key.untilSequence, end < link.sequence else { continue }
            if let rotation = try reader.item(chain: chain.id, sequence: end) {
                rotations.append(rotation.bytes)
            } else {
                isWhole = false
            }
        }
        return Beginning(
            after: ChainHead(sequence: link.sequence - 1, id: link.previous),
            rotations: isWhole ? rotations : [],
            key: isWhole ? nil : try reader.key(first.keyID)?.publicKey)
    }
}
