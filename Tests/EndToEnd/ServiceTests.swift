import Foundation
import RueTestSupport
import Testing

/// Both programs as systemd starts them: they tell when they are ready, alive and ending.
@Suite struct ServiceTests {
    private let folder: ScratchFolder
    private let manager: ServiceManagerSocket

    init() throws {
        folder = try ScratchFolder()
        manager = try ServiceManagerSocket(folder.file("notify"))
    }

    @Test func aggregator_underAWatchdog_isReadyShowsLifeAndSaysThatItEnds() throws {
        let server = try ScratchAggregator()
        try server.start(environment: manager.environment(watchdogMilliseconds: 400))
        #expect(manager.hears("READY=1"))
        for _ in 0..<3 { #expect(manager.hears("WATCHDOG=1")) }
        #expect(try server.stop() == .exited(0))
        #expect(manager.hears("STOPPING=1"))
    }

    @Test func agent_underAWatchdog_isReadyShowsLifeAndSaysThatItEnds() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        let program = try node.start(environment: manager.environment(watchdogMilliseconds: 400))
        #expect(manager.hears("READY=1"))
        for _ in 0..<3 { #expect(manager.hears("WATCHDOG=1")) }
        #expect(try program.stop() == .exited(0))
        #expect(manager.hears("STOPPING=1"))
    }
}
