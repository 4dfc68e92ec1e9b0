import Foundation
import RueTestSupport
import RueWire

/// Fills a store through a real server, as the nodes themselves would after an outage.
struct Filler {
    private static let lanes = 4
    private static let reportSeconds = 5.0

    let state: BenchState
    let shape: QueryShape

    /// - Returns: how long the sending took, in nanoseconds.
    func fill() throws -> Int64 {
        let server = BenchServer(state: state.server)
        try server.setUp()
        try server.start()
        let progress = FillProgress()
        let lanes = try self.lanes(of: server, progress)
        let begun = ProcessorTime.wall
        try runAll(lanes, progress)
        let spent = ProcessorTime.wall - begun
        try server.stop()
        try check(server, progress)
        try state.noteFilled(shape)
        return spent
    }

    private func lanes(of server: BenchServer, _ progress: FillProgress) throws -> [FillLane] {
        let invitation = try server.run("node", "add", "pins").lines.first ?? ""
        let link = try EnrolmentLink(parsing: invitation)
        let enroller = try NodeEnroller(link: link, port: server.nodePort, store: state.store)
        defer { enroller.close() }
        let members = try (0..<QueryShape.nodes).map { try member($0, enroller) }
        return try (0..<Self.lanes).map { lane in
            FillLane(
                client: try BenchClient(
                    port: UInt16(server.nodePort), pin: link.livePin.bytes),
                members: members.indices.filter { $0 % Self.lanes == lane }.map { members[$0] },
                progress: progress)
        }
    }

    private func member(_ number: Int, _ enroller: NodeEnroller) throws -> FillLane.Member {
        let node = try enroller.enrol(number: number)
        let workload = Workload(
            seed: UInt64(number), baseName: node.baseName, grid: shape.grid(node: number))
        return FillLane.Member(node: node, workload: workload)
    }

    private func runAll(_ lanes: [FillLane], _ progress: FillProgress) throws {
        let group = DispatchGroup()
        for lane in lanes {
            group.enter()
            Thread.detachNewThread {
                lane.run()
                group.leave()
            }
        }
        while group.wait(timeout: .now() + Self.reportSeconds) == .timedOut {
            Bench.complain("filled \(progress.readings) of \(shape.total) readings")
        }
        for lane in lanes { if let failure = lane.failure { throw failure } }
    }

    /// All of it must be there, and hold.
    private func check(_ server: BenchServer, _ progress: FillProgress) throws {
        guard progress.readings == shape.total else {
            throw BenchError("\(progress.readings) readings were sent, not \(shape.total)")
        }
        let verified = try server.run("verify").output
        guard verified.contains("\(progress.batches) items") else {
            throw BenchError("not all is in the store: \(verified)")
        }
    }
}
