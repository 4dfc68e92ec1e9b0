import Foundation
import RueTestSupport
import Testing

/// Either program's file system turns read-only while it runs, as Linux makes that of a card that
/// fails, and takes writes again later.
///
/// From outside no mount with a file open for writing can be made so. So strace(1) gives the
/// kernel's answer to whatever would change the program's files, from when it is attached until it
/// lets go.
@Suite struct ReadOnlyDiskTests {
    private let server: ScratchAggregator
    private let node: ScratchNode

    init() throws {
        server = try ScratchAggregator()
        try server.start()
        node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
    }

    /// Makes a database of a running program read-only.
    ///
    /// - Returns: what keeps it so until it is stopped.
    private func makeReadOnly(
        _ database: String, of program: RunningProgram
    ) throws -> RunningProgram {
        let calls = "pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,unlink,unlinkat"
        let tracer = try RunningProgram(
            "strace",
            [
                "-f", "-o", "/dev/null", "-P", database, "-P", database + "-wal", "-e",
                "trace=\(calls)", "-e", "inject=\(calls):error=EROFS", "-p",
                String(program.processIdentifier),
            ])
        try tracer.waitForLine(containing: "attached")
        return tracer
    }

    private func lines(of program: RunningProgram, containing text: String) -> [Substring] {
        program.errorOutput.split(separator: "\n").filter { $0.contains(text) }
    }

    @Test func card_thatTurnsReadOnlyAndBack_isTold_andSamplingGoesOn() throws {
        let start = Date()
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 2)
        let fault = try makeReadOnly(node.state + "/spool.sqlite", of: program)
        let told = try program.waitForLine(containing: "read-only")
        #expect(told.contains("sampling goes on") && told.contains("check it"), "\(told)")
        let signed = program.greatestNumber(after: "signed batch ")
        // One attempt more, ten seconds later, and its failure is no news.
        #expect(
            !eventually(within: 13) {
                program.greatestNumber(after: "signed batch ") > signed || !program.isRunning
            })
        #expect(lines(of: program, containing: "cannot store a batch").count == 1)

        try fault.stop()
        try program.waitForLine(containing: "the spool takes batches again", seconds: 30)
        program.send(SIGHUP)
        try program.waitForNumber(after: "delivered through ", atLeast: signed + 2)
        let end = Date()
        #expect(try program.stop() == .exited(0))
        try KeptItem.expectAllOnce(of: node, in: server, atLeast: 4, after: "a read-only card")
        let readings = try StoredReading.all(of: "air", in: server)
        try StoredReading.expectEverySecondOnce(
            readings, atLeast: Int(end.timeIntervalSince(start)) - 2, until: end)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func store_thatTurnsReadOnlyAndBack_isTold_andLosesNothingAnswered() throws {
        let program = try node.start()
        try program.waitForNumber(after: "delivered through ", atLeast: 2)
        let serving = try #require(server.server)
        let fault = try makeReadOnly(server.state + "/store.sqlite", of: serving)
        try program.waitForLine(containing: "the server answered 500")
        let told = try serving.waitForLine(containing: "read-only")
        #expect(told.contains("the store refused") && told.contains("check it"), "\(told)")
        let signed = program.greatestNumber(after: "signed batch ")
        try program.waitForNumber(after: "signed batch ", atLeast: signed + 3)
        // What there is can be read all the same.
        #expect(try !StoredReading.all(of: "air", in: server).isEmpty)
        #expect(serving.isRunning)

        try fault.stop()
        program.send(SIGHUP)
        try program.waitForLine(containing: "the server takes batches again", seconds: 30)
        try program.waitForNumber(after: "delivered through ", atLeast: signed + 3)
        #expect(try program.stop() == .exited(0))
        try KeptItem.expectAllOnce(of: node, in: server, atLeast: 5, after: "a read-only disk")
        #expect(serving.isRunning)
        try server.stop()
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    /// Runs a program whose state is on a mount that is read-only from the start, as after a
    /// restart, and then once more when it can be written.
    private static let script = """
        mkdir "$1.small" && mount -t tmpfs -o size=4m none "$1.small" || exit 9
        cp -r "$1" "$1.small/state" && mount -o remount,ro "$1.small" || exit 9
        state="$1.small/state" && shift
        timeout 20 "$@" --state "$state"
        echo "status $?"
        mount -o remount,rw "${state%/state}" || exit 9
        timeout --preserve-status 3 "$@" --state "$state"
        echo "status $?"
        """

    private func runReadOnly(_ state: String, _ words: [String]) throws -> FinishedProgram {
        try FinishedProgram.run(
            "unshare",
            ["--map-root-user", "--mount", "bash", "-c", Self.script, "test", state] + words)
    }

    @Test func programs_startedOnAReadOnlyDisk_sayWhyTheyEnd() throws {
        try server.stop()
        let agent = try runReadOnly(
            node.state, [Product.path("rue-agent"), "run", "--config", node.configuration])
        let serving = try runReadOnly(
            server.state, [Product.path("rue-aggregator"), "serve", "--loopback", "--page", "off"])
        for run in [agent, serving] {
            #expect(run.lines.filter { $0.hasPrefix("status ") }.count == 2, "\(run)")
            let first = run.lines.first { $0.hasPrefix("status ") }
            #expect(["status 73", "status 74", "status 77"].contains(first), "\(run)")
            #expect(
                run.errorOutput.lowercased().contains("read-only file system"),
                "\(run.errorOutput)")
            #expect(run.lines.last { $0.hasPrefix("status ") } == "status 0", "\(run)")
        }
    }
}
