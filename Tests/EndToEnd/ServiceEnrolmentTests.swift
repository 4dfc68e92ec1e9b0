import Foundation
import RueTestSupport
import Testing

/// `run --link-file`: a service that enrols by itself, however late the network and the server come.
@Suite struct ServiceEnrolmentTests {
    private let server: ScratchAggregator
    private let node: ScratchNode
    private let file: String

    init() throws {
        server = try ScratchAggregator()
        node = try ScratchNode("kitchen")
        file = node.folder.file("link")
    }

    private var options: [String] { ["--link-file", file] }
    private var hasLink: Bool { FileManager.default.fileExists(atPath: file) }

    private func putLink(_ link: String) throws {
        try node.folder.write(link + "\n", to: "link")
    }

    /// Starts `run` without waiting for readings.
    private func start(_ manager: ServiceManagerSocket) throws -> RunningProgram {
        try RunningProgram(
            Product.path("rue-agent"),
            ["run", "--state", node.state, "--config", node.configuration] + options,
            environment: manager.environment(watchdogMilliseconds: 400))
    }

    private func manager() throws -> ServiceManagerSocket {
        try ServiceManagerSocket(node.folder.file("notify"))
    }

    @Test func run_withALink_enrolsDeletesItAndDelivers() throws {
        try server.start()
        try putLink(try server.invite("kitchen"))
        let program = try node.start(options)
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        #expect(!hasLink)
        #expect(program.errorOutput.contains("this node is enrolled as urn:dev:mac:"))
        #expect(try program.stop() == .exited(0))
    }

    @Test func run_enrolledAlready_deletesALeftoverLinkAndSaysSo() throws {
        try server.start()
        try node.enrol(try server.invite("kitchen"))
        let link = try server.invite("cellar")
        try putLink(link)
        let program = try node.start(options)
        try program.waitForNumber(after: "delivered through ", atLeast: 1)
        #expect(!hasLink)
        #expect(
            program.errorOutput.contains("enrolled already, so the link in \(file) was deleted"))
        #expect(try program.stop() == .exited(0))
        // It was deleted and not used.
        try ScratchNode("cellar").enrol(link)
    }

    @Test func run_withoutEnrolmentAndLink_saysWhatToDo() throws {
        let result = try node.run(["run"] + options)
        #expect(result.status == .exited(78))
        for text in ["node add NAME", "--replace", "put it into \(file)"] {
            #expect(result.errorOutput.contains(text), "\(result.errorOutput)")
        }
    }

    @Test func run_withSomethingElseThanALink_refusesItAndKeepsTheFile() throws {
        try putLink("http://example.org")
        let result = try node.run(["run"] + options)
        #expect(result.status == .exited(65))
        #expect(result.errorOutput.contains("no good link"), "\(result.errorOutput)")
        #expect(hasLink)
    }

    @Test func run_beforeTheServer_isReadyShowsLifeAndEnrolsWhenItComes() throws {
        try server.start()
        try server.stop()
        try putLink(try server.invite("kitchen"))
        let manager = try manager()
        let program = try start(manager)
        #expect(manager.hears("READY=1\nSTATUS=not enrolled yet: cannot connect to 127.0.0.1"))
        for _ in 0..<3 { #expect(manager.hears("WATCHDOG=1")) }
        #expect(program.isRunning && hasLink)
        try server.start()
        program.send(SIGHUP)
        #expect(manager.hears("STATUS=sampling 1 sensor"))
        #expect(!hasLink)
        #expect(try program.stop() == .exited(0))
        // The same failure, however often, is told once.
        #expect(program.errorOutput.components(separatedBy: "not enrolled yet").count == 2)
    }

    /// It says that it asks only where it has nothing better to say.
    @Test func run_whileItWaits_goesOnSayingWhy() throws {
        try server.start()
        try server.stop()
        try putLink(try server.invite("kitchen"))
        let manager = try manager()
        let program = try start(manager)
        // Longer than the first attempt may keep the service from counting as started.
        for _ in 0..<60 {
            let message = try #require(manager.next())
            #expect(!message.contains("asking the server"))
        }
        #expect(try program.stop() == .exited(0))
    }

    @Test func run_beforeTheServer_endsWhenToldTo() throws {
        try server.start()
        try server.stop()
        try putLink(try server.invite("kitchen"))
        let manager = try manager()
        let program = try start(manager)
        #expect(manager.hears("READY=1"))
        #expect(try program.stop() == .exited(0))
        #expect(manager.hears("STOPPING=1"))
        #expect(hasLink)
    }

    @Test func run_whileItWaits_takesANewLinkThatIsPutThere() throws {
        try server.start()
        // Nobody listens on a port that has just been one's own.
        try putLink(
            try server.invite("kitchen").replacingOccurrences(of: ":\(server.port)/", with: ":1/"))
        let manager = try manager()
        let program = try start(manager)
        #expect(manager.hears("READY=1"))
        try putLink(try server.invite("cellar"))
        program.send(SIGHUP)
        #expect(manager.hears("STATUS=sampling 1 sensor"))
        #expect(try program.stop() == .exited(0))
    }

    @Test func run_withAUsedLink_endsForGood_andANewOneWorks() throws {
        try server.start()
        let link = try server.invite("kitchen")
        try ScratchNode("kitchen").enrol(link)
        try putLink(link)
        let manager = try manager()
        let program = try start(manager)
        #expect(try program.waitForEnd() == .exited(65))
        for text in [
            "used already", "node add NAME", "--replace", "With the new link: put it into",
        ] {
            #expect(program.errorOutput.contains(text), "\(program.errorOutput)")
        }
        // A start that is refused at once was no start.
        while let message = manager.next(seconds: 0) { #expect(!message.contains("READY")) }
        #expect(hasLink)

        try putLink(try server.invite("cellar"))
        let second = try node.start(options)
        try second.waitForNumber(after: "delivered through ", atLeast: 1)
        #expect(try second.stop() == .exited(0))
    }

    @Test func run_withAnotherServerInItsPlace_waitsForTheRightOne() throws {
        try server.start()
        let other = try ScratchAggregator()
        try other.start()
        try putLink(
            try server.invite("kitchen")
                .replacingOccurrences(of: ":\(server.port)/", with: ":\(other.port)/"))
        let manager = try manager()
        let program = try start(manager)
        #expect(manager.hears("READY=1"))
        #expect(program.isRunning)
        #expect(try program.stop() == .exited(0))
        for text in ["is not the one that the link names (pin ", "node add NAME"] {
            #expect(program.errorOutput.contains(text), "\(program.errorOutput)")
        }
        // It was not enrolled with any.
        #expect(!program.errorOutput.contains("enrolled with"), "\(program.errorOutput)")
    }
}
