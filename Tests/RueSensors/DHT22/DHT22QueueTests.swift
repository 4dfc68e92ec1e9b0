import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

/// The driver behind what the kernel and a busy machine do to edges.
@Suite struct DHT22QueueTests {
    private static let truth = Environment(
        temperatureMilliCelsius: -10_100, relativeHumidityMilliPercent: 65_200)
    private static let readings = [Int64(-10_100), 65_200]

    @Test(arguments: [GPIOEventQueue.libgpiod1, .libgpiod2])
    func read_idleMachine_isTheTruth(queue: GPIOEventQueue) throws {
        let rig = DHT22Rig(queue: queue, truth: Self.truth)
        for _ in 0..<100 { #expect(try rig.read().map(\.milli) == Self.readings) }
    }

    /// Armed so late that the answer is over: 41 edges are left, and the first 41 were never needed.
    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func read_armedAfterTheAnswer_isTheTruth(seed: UInt64) throws {
        var queue = GPIOEventQueue.libgpiod2
        queue.armingMicroseconds = 169
        let rig = DHT22Rig(seed: seed, queue: queue, truth: Self.truth)
        #expect(try rig.read().map(\.milli) == Self.readings)
    }

    /// A queue of 16 that drops what comes keeps the beginning of a frame, which is of no use; one of
    /// 128 loses nothing.
    @Test func read_programAsleepThroughTheFrame_dependsOnTheQueue() throws {
        let sleep = GPIOEventQueue.Pause(startMicroseconds: 0, lengthMicroseconds: 7000)
        var small = GPIOEventQueue.libgpiod1
        small.readerAsleep = sleep
        #expect(throws: SensorError.truncatedFrame(edges: 16)) {
            try DHT22Rig(queue: small, truth: Self.truth).read()
        }
        var large = GPIOEventQueue.libgpiod2
        large.readerAsleep = sleep
        let rig = DHT22Rig(queue: large, truth: Self.truth)
        #expect(try rig.read().map(\.milli) == Self.readings)
    }

    /// The program comes late, by any time: the truth, or an error, and never something else.
    @Test(arguments: [GPIOEventQueue.libgpiod1, .libgpiod2])
    func read_programLate_isTheTruthOrAnError(queue: GPIOEventQueue) throws {
        var failures = 0
        for late in stride(from: UInt32(0), through: 9000, by: 20) {
            var queue = queue
            queue.readerAsleep = .init(startMicroseconds: 0, lengthMicroseconds: late)
            do throws(SensorError) {
                let rig = DHT22Rig(seed: UInt64(late), queue: queue, truth: Self.truth)
                #expect(try rig.read().map(\.milli) == Self.readings, "late by \(late)")
            } catch {
                failures += 1
                #expect(isFrameError(error), "\(error)")
            }
        }
        #expect(queue == .libgpiod1 ? failures > 300 : failures == 0)
    }

    /// A queue of 16 bears a program that sleeps for a millisecond: 16 zeros take 1.1 ms.
    @Test func read_programAsleepShortly_isTheTruthEvenWithSixteen() throws {
        for start in stride(from: UInt32(0), through: 6000, by: 50) {
            var queue = GPIOEventQueue.libgpiod1
            queue.readerAsleep = .init(startMicroseconds: start, lengthMicroseconds: 1000)
            let rig = DHT22Rig(queue: queue, truth: Self.truth)
            #expect(try rig.read().map(\.milli) == Self.readings)
        }
    }

    /// Interrupts are off for so long that some edges become one, without a trace of it.
    @Test func read_edgesMerged_isTheTruthOrAnErrorAndTheNextIsTheTruth() throws {
        var recovered = 0
        for length in stride(from: UInt32(20), through: 400, by: 20) {
            for start in stride(from: UInt32(0), through: 5000, by: 37) {
                let rig = DHT22Rig(queue: .libgpiod2, truth: Self.truth)
                rig.device.queue.interruptsOff = .init(
                    startMicroseconds: start, lengthMicroseconds: length)
                do throws(SensorError) {
                    let readings = try rig.read()
                    #expect(readings.map(\.milli) == Self.readings, "\(start) \(length)")
                    if readings[0].flags == .recovered { recovered += 1 }
                } catch {
                    #expect(isFrameError(error), "\(error)")
                }
                rig.device.queue.interruptsOff = nil
                #expect(try rig.read().map(\.milli) == Self.readings)
            }
        }
        #expect(recovered > 0)
    }

    /// Every single fault of the wire, then none.
    @Test func read_afterAnyFault_isTheTruth() throws {
        let rig = DHT22Rig(truth: Self.truth)
        var faults = SimulatedDHT22.Faults()
        faults.isSilent = true
        try check(rig, faults, .noAnswer)
        faults = .init()
        faults.hasWrongChecksum = true
        try check(rig, faults, .checksumMismatch(expected: 0x73, actual: 0x72))
        for count in 1...40 {
            faults = .init()
            faults.edgesBeforeBreakingOff = count
            try check(rig, faults, .truncatedFrame(edges: count))
        }
        for edge in 1...40 {
            faults = .init()
            faults.droppedEdges = [edge]
            rig.device.faults = faults
            #expect(try rig.read().map(\.milli) == Self.readings)
        }
    }

    private func check(
        _ rig: DHT22Rig, _ faults: SimulatedDHT22.Faults, _ error: SensorError
    ) throws {
        rig.device.faults = faults
        #expect(throws: error) { try rig.read() }
        rig.device.faults = .init()
        #expect(try rig.read().map(\.milli) == Self.readings)
    }

    private func isFrameError(_ error: SensorError) -> Bool {
        switch error {
        case .truncatedFrame, .checksumMismatch: true
        default: false
        }
    }
}
