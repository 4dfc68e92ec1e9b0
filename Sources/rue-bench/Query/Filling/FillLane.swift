import RueHTTP
import RueWire

/// One connection that brings the histories of some nodes in, the oldest readings first.
///
/// `@unchecked`: used by its own thread from its start to its end, and by nobody else then.
final class FillLane: @unchecked Sendable {
    /// A node with what it has still to tell.
    struct Member {
        let node: BenchNode
        var workload: Workload
    }

    /// As a node sends after an outage.
    private static let batchesPerRequest = 64

    private let client: BenchClient
    private var members: [Member]
    private let progress: FillProgress
    private(set) var failure: (any Error)?

    init(client: BenchClient, members: [Member], progress: FillProgress) {
        self.client = client
        self.members = members
        self.progress = progress
    }

    func run() {
        do {
            while let request = try nextRequest() {
                try check(client.exchange(request.bytes))
                progress.add(request)
            }
            client.close()
        } catch {
            failure = error
        }
    }

    /// Of the node that is furthest behind, so that the nodes' batches lie among each other in the
    /// store, as live ones do.
    private func nextRequest() throws -> SignedRequest? {
        let oldest = members.indices.min {
            members[$0].workload.moment < members[$1].workload.moment
        }
        guard let oldest else { return nil }
        let request = try members[oldest].node.request(
            batches: Self.batchesPerRequest, workload: &members[oldest].workload,
            host: NodeEnroller.host)
        if let request { return request }
        members.remove(at: oldest)
        return try nextRequest()
    }

    private func check(_ response: HTTPResponse) throws {
        let receipt = try ReceiptPayload(decoding: Envelope.decode(response.body).payload)
        guard receipt.status == .accepted else { throw BenchError("a batch was quarantined") }
    }
}
