public import RueStore

/// Answers range requests from the evidence, without checking its signatures again: they were
/// checked when it came, and `query` and `verify` check them again.
///
/// Belongs to one thread, as its connection does.
public final class RangeReader {
    private let reader: any StoreReader
    private let isCancelled: @Sendable () -> Bool

    /// Ready to answer.
    ///
    /// - Parameters:
    ///   - reader: a connection of this thread's own.
    ///   - isCancelled: asked at every item: whether to give up, since nobody waits for the answer
    ///     any more.
    public init(
        reader: any StoreReader, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.reader = reader
        self.isCancelled = isCancelled
    }

    /// Least, mean and greatest value of each bucket: no spike is ever hidden. Texts and bytes are
    /// left out; true and false count as 1 and 0.
    ///
    /// Blocks while it reads what the nodes sent in that time, once for each node.
    /// - Parameter request: which series, from when to when, in how many buckets.
    /// - Returns: one series for each that was asked for, without points where nothing came.
    /// - Throws: `.unknown` when no active node has the name, `.cancelled`, `.store`.
    public func answer(_ request: RangeRequest) throws(RangeError) -> RangeAnswer {
        try reader.snapshot { () throws(RangeError) in
            var found: [(place: Int, series: SeriesRange)] = []
            for node in try nodes(of: request) { found += try collect(request, node) }
            return RangeAnswer(
                bucketMilliseconds: request.bucketMilliseconds,
                series: found.sorted { $0.place < $1.place }.map(\.series))
        }
    }

    private func nodes(of request: RangeRequest) throws(RangeError) -> [NodeRecord] {
        var nodes: [NodeRecord] = []
        for id in request.series where !nodes.contains(where: { $0.name == id.node }) {
            let node = try RangeError.wrapping { () throws(StoreError) in
                try reader.node(named: id.node)
            }
            guard let node, node.status == .active else { throw .unknown(id) }
            nodes.append(node)
        }
        return nodes
    }

    private func collect(
        _ request: RangeRequest, _ node: NodeRecord
    ) throws(RangeError) -> [(place: Int, series: SeriesRange)] {
        var collector = RangeCollector(request, node: node)
        try RangeError.wrapping { () throws(StoreError) in
            try reader.scan(
                .times(node: node.id, request.from...request.to, after: nil), limit: .max
            ) { item in
                collector.take(item)
                return !isCancelled()
            }
        }
        guard !isCancelled() else { throw .cancelled }
        return collector.answers
    }
}
