import Foundation
import RueAggregatorCore
import RueTestSupport
import RueWire

/// One run: a server of its own, nodes, requests made in advance, and the clock.
final class IngestRun {
    private let options: IngestOptions
    private let aggregator: ScratchAggregator
    /// Of each node, whole HTTP requests.
    private var requests: [[[UInt8]]] = []

    init(_ options: IngestOptions) throws {
        self.options = options
        aggregator = try ScratchAggregator()
    }

    func run() throws -> IngestReport {
        try aggregator.start()
        guard let server = aggregator.server else { throw BenchError("no server") }
        let nodes = try enrolledNodes()
        let pin = try link().livePin.bytes
        let cost = try signatureCost(nodes)
        let syncs = try SyncCost.measure(in: aggregator.folder.path)

        let lanes = try (0..<options.connections).map { lane in
            try IngestLane(
                client: BenchClient(port: UInt16(aggregator.port), pin: pin),
                requests: requests(lane: lane))
        }
        let cpu = try ProcessorTime.process(server.processIdentifier)
        let start = ProcessorTime.wall
        try IngestLane.runAll(lanes)
        let wall = ProcessorTime.wall - start
        let spent = try ProcessorTime.process(server.processIdentifier) - cpu

        try aggregator.stop()
        let checkStart = ProcessorTime.wall
        try check()
        let check = ProcessorTime.wall - checkStart
        return IngestReport(
            options: options, cost: cost, syncsPerSecond: syncs,
            wallSeconds: Double(wall) / 1e9, serverNanoseconds: Double(spent),
            storeBytes: try storeBytes(),
            verifySeconds: Double(check) / 1e9,
            batchBytes: nodes.reduce(0) { $0 + $1.batchBytes })
    }

    // MARK: Before

    private func enrolledNodes() throws -> [BenchNode] {
        let span = Int64(options.requestsPerNode * options.batchesPerRequest + 1) * 70_000
        let start = Int64(Date().timeIntervalSince1970 * 1_000) - span
        let enroller = try NodeEnroller(
            link: link(), port: aggregator.port, store: aggregator.state + "/store.sqlite")
        defer { enroller.close() }
        return try (0..<options.nodes).map { number in
            let node = try enroller.enrol(number: number)
            var workload = Workload(
                seed: UInt64(number), baseName: node.baseName,
                grid: .everyTenSeconds(from: start))
            requests.append(try sign(for: node, &workload))
            return node
        }
    }

    /// All requests of a node, in the order of its chain.
    private func sign(for node: BenchNode, _ workload: inout Workload) throws -> [[UInt8]] {
        var signed: [[UInt8]] = []
        while signed.count < options.requestsPerNode,
            let next = try node.request(
                batches: options.batchesPerRequest, workload: &workload, host: NodeEnroller.host)
        {
            signed.append(next.bytes)
        }
        return signed
    }

    private var knownLink: EnrolmentLink?

    /// A link of the server's, for its pins.
    private func link() throws -> EnrolmentLink {
        if let knownLink { return knownLink }
        let link = try EnrolmentLink(parsing: aggregator.invite("pins"))
        knownLink = link
        return link
    }

    private func signatureCost(_ nodes: [BenchNode]) throws -> SignatureCost {
        guard let node = nodes.first, let batch = node.firstBatch else {
            throw BenchError("nothing to send")
        }
        return try SignatureCost.measure(batch: batch, key: node.key)
    }

    /// The nodes of one connection in turn, each in the order of its chain.
    private func requests(lane: Int) -> [[UInt8]] {
        let mine = requests.indices.filter { $0 % options.connections == lane }
        return (0..<options.requestsPerNode).flatMap { round in
            mine.map { requests[$0][round] }
        }
    }

    // MARK: After

    /// All of it must be there, and hold.
    private func check() throws {
        let result = try aggregator.run("verify")
        guard result.output.contains("\(options.totalBatches) items") else {
            throw BenchError("not all is in the store: \(result.output)")
        }
    }

    private func storeBytes() throws -> Int {
        try ["store.sqlite", "store.sqlite-wal"].reduce(0) { sum, name in
            let path = aggregator.state + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { return sum }
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes[.size] as? Int ?? 0)
        }
    }
}
