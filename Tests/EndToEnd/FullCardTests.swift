import Foundation
import RueTestSupport
import Testing

/// A node whose card has room for so many pages more: a small tmpfs in a mount namespace of its
/// own.
@Suite struct FullCardTests {
    /// Fills a small disk but for some pages, lets the node sample there, makes room, and lets it
    /// go on. Tells how the first run ended.
    private static let script = """
        state="$1" pages="$2" && shift 2
        mkdir "$state.small" && mount -t tmpfs -o size=1500k none "$state.small" || exit 9
        cp -r "$state" "$state.small/state"
        free=$(($(stat -f -c '%a * %S' "$state.small")))
        head -c $((free - pages * 4096)) /dev/zero >"$state.small/ballast" || exit 9
        "$@" --offline --state "$state.small/state"
        echo "status $?"
        rm "$state.small/ballast"
        "$@" --state "$state.small/state" || exit 8
        rm -r "$state" && cp -r "$state.small/state" "$state"
        """

    private let server: ScratchAggregator

    init() throws {
        server = try ScratchAggregator()
        try server.start()
    }

    /// - Returns: whether the card was full at some time.
    private func live(withRoomForPages pages: Int) throws -> Bool {
        let node = try ScratchNode("node-\(pages)", description: ScratchNode.thirtyABatch)
        try node.enrol(try server.invite(node.name))
        let run = try FinishedProgram.run(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c", Self.script, "test", node.state,
                String(pages), Product.path("rue-agent"), "simulate", "--count", "90", "--config",
                node.configuration,
            ])
        #expect(run.status == .exited(0), "\(pages) pages: \(run.errorOutput)")
        let status = run.lines.first { $0.hasPrefix("status ") }
        // Ends in its own words or not at all: 128 and above are signals.
        let isFull = status != "status 0"
        #expect(!isFull || status == "status 74" || status == "status 75", "\(run.output)")
        #expect(!isFull || run.errorOutput.contains("full"), "\(run.errorOutput)")
        try KeptItem.expectAllOnce(
            of: node, in: server, atLeast: 3, after: "room for \(pages) pages")
        let readings = try StoredReading.all(of: "air", in: server).filter {
            $0.node == node.name
        }
        // With room enough the second run takes the same readings again.
        #expect(!isFull || Set(readings).count == readings.count)
        return isFull
    }

    @Test func card_fullAtAnyPage_isTold_losesNothingCommitted_andGoesOn() throws {
        let rooms = FullRun.isWanted ? Array(0...48) : [0, 1, 3, 8]
        let full = try rooms.count { try live(withRoomForPages: $0) }
        print("full card: room for \(rooms) pages, full \(full) times, no committed batch lost")
        #expect(full > 0)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }
}
