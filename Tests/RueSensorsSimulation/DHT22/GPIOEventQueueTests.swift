import Testing

@testable import RueSensorsSimulation

@Suite struct GPIOEventQueueTests {
    private static let falls = (1...40).map { UInt64($0) * 100_000 }
    private static let window: UInt64 = 8_000_000

    private var queue = GPIOEventQueue(depth: 16, overflow: .dropsNewest, armingMicroseconds: 0)

    @Test func events_idleMachine_areAllThere() {
        #expect(queue.events(of: Self.falls, within: Self.window) == Self.falls)
    }

    @Test mutating func events_beforeArming_areMissed() {
        queue.armingMicroseconds = 350
        #expect(queue.events(of: Self.falls, within: Self.window) == [UInt64](Self.falls[3...]))
    }

    @Test func events_afterTheWindow_areMissed() {
        #expect(queue.events(of: Self.falls, within: 450_000) == [UInt64](Self.falls[..<4]))
    }

    @Test mutating func events_readerAsleep_fillTheQueueAndTheNewestAreDropped() {
        queue.readerAsleep = .init(startMicroseconds: 150, lengthMicroseconds: 2000)
        let kept = [1] + (2...17) + (22...40)
        #expect(
            queue.events(of: Self.falls, within: Self.window) == kept.map { UInt64($0) * 100_000 })
    }

    @Test mutating func events_readerAsleep_fillTheQueueAndTheOldestAreDropped() {
        queue.overflow = .dropsOldest
        queue.readerAsleep = .init(startMicroseconds: 150, lengthMicroseconds: 2000)
        let kept = [1] + (6...21) + (22...40)
        #expect(
            queue.events(of: Self.falls, within: Self.window) == kept.map { UInt64($0) * 100_000 })
    }

    @Test mutating func events_interruptsOff_becomeOneLateOne() {
        queue.interruptsOff = .init(startMicroseconds: 250, lengthMicroseconds: 220)
        let times = queue.events(of: Self.falls, within: Self.window)
        #expect([UInt64](times.prefix(4)) == [100_000, 200_000, 470_000, 500_000])
        #expect(times.count == 39)
    }

    @Test(arguments: [GPIOEventQueue.Overflow.dropsNewest, .dropsOldest], [0, -1, Int.min])
    func events_depthThatCannotBe_isNone(overflow: GPIOEventQueue.Overflow, depth: Int) {
        var queue = GPIOEventQueue(depth: depth, overflow: overflow, armingMicroseconds: 0)
        queue.readerAsleep = .init(startMicroseconds: 150, lengthMicroseconds: .max)
        #expect(queue.events(of: Self.falls, within: Self.window) == [100_000])
    }
}
