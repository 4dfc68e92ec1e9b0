import Foundation
import RueHTTP
import RueWire

/// One connection, one thread: a request, its receipt, the next.
///
/// `@unchecked`: used by its own thread from `runAll`'s start to its end, and by nobody else then.
final class IngestLane: @unchecked Sendable {
    private let client: BenchClient
    private let requests: [[UInt8]]
    private var failure: (any Error)?

    init(client: BenchClient, requests: [[UInt8]]) {
        self.client = client
        self.requests = requests
    }

    static func runAll(_ lanes: [IngestLane]) throws {
        let group = DispatchGroup()
        for lane in lanes {
            group.enter()
            Thread.detachNewThread {
                lane.run()
                group.leave()
            }
        }
        group.wait()
        for lane in lanes { if let failure = lane.failure { throw failure } }
    }

    private func run() {
        do {
            for request in requests { try check(client.exchange(request)) }
            client.close()
        } catch {
            failure = error
        }
    }

    /// The receipt must be for an accepted batch; the signatures themselves are checked afterwards,
    /// not on the client's processor time.
    private func check(_ response: HTTPResponse) throws {
        let receipt = try ReceiptPayload(decoding: Envelope.decode(response.body).payload)
        guard receipt.status == .accepted else { throw BenchError("a batch was quarantined") }
    }
}
