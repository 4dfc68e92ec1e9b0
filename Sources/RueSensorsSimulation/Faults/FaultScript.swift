public import RueSensors

/// What one simulated sensor suffers and when: the same for the same seed, however fast or slow the
/// clock goes, as long as the same samples are begun in each fault's window.
///
/// ```swift
/// let script = FaultScript([ScriptedFault(.nack, chancePercent: 20)], seed: 7, clock: clock)
/// let bus = ScriptedI2CBus(SimulatedBME280(clock: clock), at: 0x76, script)
/// let sensor = ScriptedSensor(BME280(bus: bus, address: 0x76, clock: clock), script)
/// ```
///
/// Whatever stands under the driver asks the script: ``ScriptedI2CBus``, ``ScriptedPulseLine``,
/// ``ScriptedOneWireProbe``. A ``ScriptedSensor`` around the driver tells it when a sample begins.
public final class FaultScript {
    /// A fault that came.
    public struct Strike: Equatable, Sendable {
        /// What came.
        public let fault: ScriptedFault
        /// How many times the fault's window had come before.
        public let occurrence: UInt64
        private let seed: UInt64

        init(_ fault: ScriptedFault, occurrence: UInt64, seed: UInt64) {
            self.fault = fault
            self.occurrence = occurrence
            self.seed = seed
        }

        /// Numbers to draw details from, the same each time.
        public var random: SplitMix64 { SplitMix64(seed: seed) }
    }

    /// The faults; of two at the same time the first that comes counts.
    public let faults: [ScriptedFault]
    /// What the sample suffers that was begun last; nil for nothing.
    public private(set) var strike: Strike?
    /// How many samples were begun.
    public private(set) var sampleCount: UInt64 = 0
    /// Whether the sample's conversion was begun.
    public private(set) var isConverting = false

    private let seed: UInt64
    private let clock: any SensorClock
    private let startMicroseconds: UInt64
    /// How many samples each fault could have struck.
    private var occasions: [UInt64]

    /// Makes a script, which starts now.
    ///
    /// - Parameters:
    ///   - faults: what goes wrong; of two at the same time the first that comes counts.
    ///   - seed: what chance and details are derived from.
    ///   - clock: on which the faults' windows lie.
    public init(_ faults: [ScriptedFault], seed: UInt64 = 0, clock: any SensorClock) {
        self.faults = faults
        self.seed = seed
        self.clock = clock
        startMicroseconds = clock.monotonicMicroseconds
        occasions = [UInt64](repeating: 0, count: faults.count)
    }

    /// A sample begins: decides what it suffers.
    public func beginSample() {
        sampleCount += 1
        isConverting = false
        strike = draw()
    }

    /// The sample's conversion was begun: what happens during one, happens now.
    public func beginConversion() { isConverting = true }

    private func draw() -> Strike? {
        let now = (clock.monotonicMicroseconds - startMicroseconds) / 1000
        for (index, fault) in faults.enumerated() {
            guard let occurrence = fault.window.occurrence(at: now) else { continue }
            let occasion = fault.fault.comesOnce ? occurrence : occasions[index]
            occasions[index] += 1
            let own = SplitMix64.value(seed: seed &+ UInt64(index), index: -1)
            let drawn = SplitMix64.value(seed: own, index: Int64(truncatingIfNeeded: occasion))
            guard Int(drawn % 100) < fault.chancePercent else { continue }
            return Strike(fault, occurrence: occurrence, seed: drawn)
        }
        return nil
    }
}
