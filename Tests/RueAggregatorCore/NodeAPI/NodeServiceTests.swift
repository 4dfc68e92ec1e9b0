import Dispatch
import RueTestSupport
import Testing

@testable import RueAggregatorCore

/// The node port with its writer's thread.
@Suite struct NodeServiceTests {
    let house: TestHouse

    init() throws { house = try TestHouse() }

    func service(afterCommit: @escaping @Sendable () -> Void = {}) throws -> NodeService {
        try NodeService(
            store: house.store, authority: house.authority, clock: { 5 }, log: { _ in },
            afterCommit: afterCommit)
    }

    @Test func silence_writerIdle_isNone() throws {
        let service = try service()
        defer { service.stop() }
        _ = service.silence(at: 0)
        #expect(eventually { service.silence(at: 1_000_000) == 0 })
    }

    @Test func silence_writerHangs_growsUntilItGoesOn() throws {
        let hangs = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        let service = try service {
            hangs.signal()
            goOn.wait()
        }
        defer { service.stop() }
        // The first question is answered; what comes after its commit is what hangs.
        _ = service.silence(at: 0)
        hangs.wait()
        #expect(service.silence(at: 10) == 0)
        #expect(service.silence(at: 60_010) == 60_000)
        goOn.signal()
        hangs.wait()
        goOn.signal()
        #expect(eventually { service.silence(at: 70_000) == 0 })
        // Whatever was asked last has its turn, too.
        goOn.signal()
    }
}
