import Foundation
import RueTestSupport
import Testing

/// SIGKILL at each call into the system by which a program keeps something or tells another
/// something: each once, with all that had come before it, and started again.
@Suite(.serialized) struct SystemCallKillTests {
    /// Three batches of thirty readings, with each of which the node commits once.
    private static let words = ["simulate", "--count", "90"]

    private let server: ScratchAggregator

    init() throws {
        server = try ScratchAggregator()
    }

    private func node(_ name: String) throws -> ScratchNode {
        try ScratchNode(name, description: ScratchNode.thirtyABatch)
    }

    /// The calls to try: all of them in a full run, else some.
    private func chosen(
        _ calls: [SystemCall], _ subject: String, atMost limit: Int
    ) -> [SystemCall] {
        var random = SeededRandom(seed: SeededRandom.freshSeed("killed at a call, \(subject)"))
        return FullRun.isWanted
            ? calls : Array(calls.shuffled(using: &random).prefix(limit))
    }

    private func report(_ subject: String, _ tried: Int, _ all: Int, _ hit: Int) {
        print("killed at a call, \(subject): \(hit) of \(tried) tried, of \(all) in all; none lost")
    }

    // MARK: The node

    @Test func agent_killedWhileItSamplesAndSends_losesNothingCommitted_andDoublesNothing() throws {
        try server.start()
        let calls = try noted { try enrolled("measured") }
        let tried = chosen(calls, "rue-agent simulate", atMost: 20)
        var hit = 0
        for (index, call) in tried.enumerated() {
            let node = try enrolled("node-\(index)")
            if try run(node, Self.words, under: call.killing) == .signalled(SIGKILL) { hit += 1 }
            try expectAllOnce(node, after: call)
        }
        report("rue-agent simulate", tried.count, calls.count, hit)
        #expect(hit * 10 >= tried.count * 8)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func agent_killedWhileItEnrols_enrolsWithTheSameLink() throws {
        try server.start()
        let link = try server.invite("measured")
        let path = server.folder.file("calls")
        let measured = try node("measured")
        #expect(
            try run(measured, ["enrol", link], under: SystemCall.noting(in: path)) == .exited(0))
        let calls = try SystemCall.noted(in: path)
        let tried = chosen(calls, "rue-agent enrol", atMost: 8)
        var hit = 0
        for (index, call) in tried.enumerated() {
            let node = try node("node-\(index)")
            let link = try server.invite(node.name)
            if try run(node, ["enrol", link], under: call.killing) == .signalled(SIGKILL) {
                hit += 1
            }
            try node.enrol(link)
            try expectAllOnce(node, after: call)
        }
        report("rue-agent enrol", tried.count, calls.count, hit)
        #expect(hit * 10 >= tried.count * 8)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    @Test func agent_killedWhileItsServiceEnrols_enrolsByTheFileAtTheNextStart() throws {
        try server.start()
        let measured = try ScratchNode("measured")
        let path = server.folder.file("calls")
        try measured.folder.write(try server.invite("measured"), to: "link")
        #expect(try enrolAsService(measured, under: SystemCall.noting(in: path)) == .exited(0))
        let calls = try SystemCall.noted(in: path)
        let tried = chosen(calls, "rue-agent run --link-file", atMost: 8)
        var hit = 0
        for (index, call) in tried.enumerated() {
            let node = try ScratchNode("node-\(index)")
            let link = node.folder.file("link")
            try node.folder.write(try server.invite(node.name), to: "link")
            // Longer than the life whose calls were noted: its last ones would come by chance.
            let status = try enrolAsService(
                node, under: call.killing, until: "delivered through")
            if status == .signalled(SIGKILL) { hit += 1 }
            let program = try node.start(["--link-file", link])
            try program.waitForNumber(after: "delivered through ", atLeast: 2)
            #expect(try program.stop() == .exited(0))
            #expect(!FileManager.default.fileExists(atPath: link), "after \(call)")
            // The last batch may still be on its way.
            let stored = try KeptItem.stored(of: node.name, in: server)
            #expect(try KeptItem.spooled(by: node).starts(with: stored), "after \(call)")
            #expect(stored.count >= 2, "after \(call)")
        }
        report("rue-agent run --link-file", tried.count, calls.count, hit)
        #expect(hit * 10 >= tried.count * 8)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    /// Runs the service, and ends it as soon as it says something.
    private func enrolAsService(
        _ node: ScratchNode, under tracer: [String], until line: String = "samples"
    ) throws -> ProgramStatus {
        let program = try RunningProgram(
            "strace",
            ["-f", "-o", "/dev/null"] + tracer + [
                Product.path("rue-agent"), "run", "--verbose", "--link-file",
                node.folder.file("link"),
                "--state", node.state, "--config", node.configuration,
            ], environment: SystemCall.environment)
        do {
            try program.waitForLine(containing: line)
            // strace would not hand the signal on.
            for child in try program.children() { kill(child, SIGTERM) }
        } catch ProgramError.ended {}
        return try program.waitForEnd()
    }

    private func enrolled(_ name: String) throws -> ScratchNode {
        let node = try node(name)
        try node.enrol(try server.invite(name))
        return node
    }

    private func noted(_ make: () throws -> ScratchNode) throws -> [SystemCall] {
        let path = server.folder.file("calls")
        let node = try make()
        #expect(try run(node, Self.words, under: SystemCall.noting(in: path)) == .exited(0))
        return try SystemCall.noted(in: path)
    }

    private func run(
        _ node: ScratchNode, _ words: [String], under tracer: [String]
    ) throws -> ProgramStatus {
        try FinishedProgram.run(
            "strace",
            ["-f", "-o", "/dev/null"] + tracer + [Product.path("rue-agent")] + words
                + ["--state", node.state, "--config", node.configuration],
            environment: SystemCall.environment
        ).status
    }

    /// Lets the node go on, and compares.
    private func expectAllOnce(_ node: ScratchNode, after call: SystemCall) throws {
        let earlier = try KeptItem.spooled(by: node)
        let result = try node.run(Self.words)
        #expect(result.status == .exited(0), "after \(call): \(result.errorOutput)")
        try KeptItem.expectAllOnce(
            of: node, in: server, with: earlier, atLeast: 3, after: "\(call)")
    }

    // MARK: The server

    @Test func server_killedWhileItServes_losesNothingAnswered_andDoublesNothing() throws {
        try server.start()
        try server.stop()
        let path = server.folder.file("calls")
        _ = try serve(node("measured"), under: SystemCall.noting(in: path))
        let calls = try SystemCall.noted(in: path)
        let tried = chosen(calls, "rue-aggregator serve", atMost: 15)
        var hit = 0
        for (index, call) in tried.enumerated() {
            let node = try node("node-\(index)")
            if try serve(node, under: call.killing) { hit += 1 }
            try KeptItem.expectAllOnce(of: node, in: server, atLeast: 3, after: "\(call)")
        }
        report("rue-aggregator serve", tried.count, calls.count, hit)
        #expect(hit * 10 >= tried.count * 8)
        #expect(try server.run("verify").output.hasPrefix("good: "))
    }

    /// Lets a server that may be killed, and is then started again, enrol a node and take its
    /// batches; and ends it.
    ///
    /// - Returns: whether it was killed.
    private func serve(_ node: ScratchNode, under tracer: [String]) throws -> Bool {
        let link = try server.invite(node.name)
        var wasKilled = try startWasKilled(under: tracer)
        if try node.run(["enrol", link]).status != .exited(0) {
            wasKilled = true
            try startAgain()
            try node.enrol(link)
        }
        let program = try RunningProgram(
            Product.path("rue-agent"),
            Self.words + ["--state", node.state, "--config", node.configuration])
        let hasEnded = try eventually(within: 60) {
            if server.server?.isRunning == false {
                wasKilled = true
                try startAgain()
                program.send(SIGHUP)  // do not wait for the back-off
            }
            return !program.isRunning
        }
        try #require(hasEnded, "the node still runs: \(program.errorOutput)")
        #expect(try program.waitForEnd() == .exited(0), "\(program.errorOutput)")
        return try endWasKilled() || wasKilled
    }

    private func startWasKilled(under tracer: [String]) throws -> Bool {
        do {
            try server.start(environment: SystemCall.environment, tracing: tracer)
            return false
        } catch ProgramError.ended(.signalled(SIGKILL), _, _) {
            try server.start()
            return true
        }
    }

    private func startAgain() throws {
        try server.kill()
        try server.start()
    }

    /// Ends the server; strace, if it runs under that, would not hand the signal on.
    private func endWasKilled() throws -> Bool {
        let last = try #require(server.server)
        let traced = try last.children()
        for child in traced { kill(child, SIGTERM) }
        if traced.isEmpty { last.send(SIGTERM) }
        let status = try last.waitForEnd()
        try server.kill()
        return status == .signalled(SIGKILL)
    }
}
