import Foundation
import RueTestSupport
import Testing

/// The server on a disk that fills up: a small tmpfs in a mount namespace of its own.
@Suite struct FullDiskTests {
    /// Serves from a small disk; fills it and frees it when files appear in the folder.
    private static let script = """
        mkdir "$1/small" && mount -t tmpfs -o size=1500k none "$1/small" || exit 9
        cp -r "$1/server" "$1/small/"
        setpriv --pdeathsig KILL "$2" serve --state "$1/small/server" --loopback &
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
}
