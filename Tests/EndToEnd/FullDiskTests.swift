import Foundation
import RueTestSupport
import Testing

/// The server on a disk that fills up: a small tmpfs in a mount namespace of its own.
@Suite struct FullDiskTests {
    /// Serves from a small disk; fills it and frees it when files appear in the folder.
    private static let script = """
        mkdir "$1/small" && mount -t tmpfs -o size=1500k none "$1/small" || exit 9
        cp -r "$1/server" "$1/small/"
        setpriv --pdeathsig KILL "$2" serve --state "$1/small/server" --loopback --page off &
        await() { for _ in $(seq 300); do [ -e "$1" ] && return; sleep 0.1; done; }
        await "$1/fill"
        head -c 2000000 /dev/zero >"$1/small/ballast" 2>/dev/null
        echo "the disk is filled"
        await "$1/free"
        rm "$1/small/ballast"
        echo "the disk has room"
        await "$1/end"
        kill $! && wait $!
        rm -r "$1/server" && cp -r "$1/small/server" "$1/"
        """

    @Test func server_onAFullDisk_refusesKeepsWhatItHasAndRecovers() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        try server.stop()
        let disk = try RunningProgram(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c", Self.script, "test",
                server.folder.path, Product.path("rue-aggregator"),
            ])
        try disk.waitForLine(containing: "listening on port")
        #expect(try node.run(["simulate", "--count", "600"]).status == .exited(0))

        try server.folder.write("", to: "fill")
        try disk.waitForLine(containing: "the disk is filled")
        let start = Date()
        let program = try node.start()
        try program.waitForLine(containing: "503")
        let refused = program.greatestNumber(after: "signed batch ")
        try program.waitForNumber(after: "signed batch ", atLeast: refused + 3)
        #expect(disk.isRunning)

        try server.folder.write("", to: "free")
        try disk.waitForLine(containing: "the disk has room")
        program.send(SIGHUP)  // do not wait for the back-off
        try program.waitForLine(containing: "the server takes batches again", seconds: 30)
        let end = Date()
        #expect(try program.stop() == .exited(0))
        try server.folder.write("", to: "end")
        #expect(try disk.waitForEnd() == .exited(0))
        #expect(try server.run("verify").output.hasPrefix("good: "))

        let readings = try StoredReading.all(of: "air", in: server)
        let run = try readings.filter { try $0.seconds >= start.timeIntervalSince1970 }
        #expect(readings.count - run.count == 600)
        #expect(Set(readings).count == readings.count)
        let signed = program.errorOutput.split(separator: "\n").filter {
            $0.contains("signed batch ")
        }
        try StoredReading.expectEverySecondOnce(run, atLeast: signed.count, until: end)
    }

    // MARK: Page by page

    /// Serves from a small disk, fills that but for some pages, lets a node send until the server
    /// tells that it is full, makes room, and lets the node send the rest.
    private static let pages = """
        folder="$1" pages="$2" aggregator="$3" && shift 3
        small="$folder/small" && mkdir -p "$small" && : >"$folder/log"
        mount -t tmpfs -o size=4m none "$small" && cp -r "$folder/server" "$small/" || exit 9
        setpriv --pdeathsig KILL "$aggregator" serve --state "$small/server" --loopback --page off \
            >"$folder/log" 2>&1 &
        server=$!
        until grep -q "listening on port" "$folder/log"; do
            kill -0 $server || exit 7
            sleep 0.05
        done
        free=$(($(stat -f -c '%a * %S' "$small")))
        head -c $((free - pages * 4096)) /dev/zero >"$small/ballast" || exit 9
        "$@" &
        node=$!
        while kill -0 $node 2>/dev/null && ! grep -q "is full" "$folder/log"; do sleep 0.05; done
        kill $node 2>/dev/null
        wait $node
        rm "$small/ballast"
        "$@" || exit 8
        kill $server && wait $server || exit 7
        rm -r "$folder/server" && cp -r "$small/server" "$folder/"
        """

    /// - Returns: whether the disk was full at some time.
    private func serve(
        _ server: ScratchAggregator, withRoomForPages pages: Int
    ) throws -> Bool {
        try server.start()
        let node = try ScratchNode("node-\(pages)", description: ScratchNode.thirtyABatch)
        try node.enrol(try server.invite(node.name))
        try server.stop()
        let run = try FinishedProgram.run(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c", Self.pages, "test",
                server.folder.path, String(pages), Product.path("rue-aggregator"),
                Product.path("rue-agent"), "simulate", "--count", "300", "--config",
                node.configuration, "--state", node.state,
            ])
        let log = try String(decoding: server.folder.read("log"), as: UTF8.self)
        #expect(run.status == .exited(0), "\(pages) pages: \(run.errorOutput)\n\(log)")
        try KeptItem.expectAllOnce(
            of: node, in: server, atLeast: 10, after: "room for \(pages) pages")
        return log.contains("is full")
    }

    @Test func server_onADiskFullAtAnyPage_tellsIt_andLosesNothingAnswered() throws {
        let server = try ScratchAggregator()
        let rooms = FullRun.isWanted ? Array(0...48) : [0, 1, 3, 8]
        let full = try rooms.count { try serve(server, withRoomForPages: $0) }
        print("full disk: room for \(rooms) pages, full \(full) times, nothing answered is lost")
        #expect(full > 0)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }
}
