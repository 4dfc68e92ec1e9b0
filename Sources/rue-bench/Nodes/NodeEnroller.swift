import Foundation
import RueAggregatorCore
import RueHTTP
import RueStore
import RueWire

/// Enrols the benchmark's nodes at a running server, by the protocol.
struct NodeEnroller {
    static let host = "127.0.0.1"

    private let link: EnrolmentLink
    private let client: BenchClient
    private let writer: any StoreWriter

    /// Takes any link of the server's, for its pins, and the path of its store: the tokens are put
    /// into that directly, because a process for each would take longer than many a run.
    init(link: EnrolmentLink, port: Int, store: String) throws {
        self.link = link
        client = try BenchClient(port: UInt16(port), pin: link.livePin.bytes)
        writer = try SQLiteStore(opening: store).makeWriter()
    }

    func close() { client.close() }

    /// Makes a node and enrols it as `node-<number>`.
    func enrol(number: Int) throws -> BenchNode {
        let node = try BenchNode(number: number)
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let token = try EnrolmentToken(nodeName: Self.name(number), now: now)
        try writer.transaction { () throws(StoreError) in try writer.addToken(token.record) }
        var link = link
        link.tokenID = token.id
        link.secret = token.secret
        let request = HTTPRequest.node(
            path: "/v1/enrol", type: MediaType.message, Self.host, try node.enrolment(link))
        try node.begin(grant: client.exchange(request.serialise()).body)
        return node
    }

    static func name(_ number: Int) -> String { "node-\(number)" }
}
