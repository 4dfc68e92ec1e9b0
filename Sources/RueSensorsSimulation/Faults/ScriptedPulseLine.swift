public import RueSensors

/// A simulated DHT on its line, to which happens what a ``FaultScript`` says: each frame is a sample
/// of the script, so that a driver's tries have each their own luck.
public final class ScriptedPulseLine: PulseLine {
    private let sensor: SimulatedDHT22
    private let script: FaultScript
    /// The window in which the sensor hung last.
    private var hungIn: UInt64?

    /// Makes a line with one sensor.
    ///
    /// - Parameters:
    ///   - sensor: the sensor; what is broken in it is the script's from now on.
    ///   - script: what happens.
    public init(_ sensor: SimulatedDHT22, _ script: FaultScript) {
        self.sensor = sensor
        self.script = script
    }

    /// Sends a start pulse, to a sensor that is as the script says.
    ///
    /// - Parameters:
    ///   - microseconds: how long the line is held low.
    ///   - maximumEdges: how many falling edges are enough.
    ///   - windowMicroseconds: how long the program listens.
    /// - Returns: when each falling edge came, in nanoseconds of the clock.
    /// - Throws: nothing.
    public func capture(
        holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32
    ) throws(BusError) -> [UInt64] {
        script.beginSample()
        suffer(script.strike)
        return try sensor.capture(
            holdingLow: microseconds, maximumEdges: maximumEdges,
            windowMicroseconds: windowMicroseconds)
    }

    private func suffer(_ strike: FaultScript.Strike?) {
        var faults = strike.map(ScriptedPulseLine.faults) ?? SimulatedDHT22.Faults()
        if let strike, strike.fault.fault == .hung {
            // Once: what its supply was cut for does not come back at once.
            faults.isHung = hungIn != strike.occurrence || sensor.faults.isHung
            hungIn = strike.occurrence
        }
        sensor.faults = faults
        if strike?.fault.fault == .brownOut { sensor.brownOut() }
    }

    private static func faults(of strike: FaultScript.Strike) -> SimulatedDHT22.Faults {
        var faults = SimulatedDHT22.Faults()
        var random = strike.random
        switch strike.fault.fault {
        case .silent: faults.isSilent = true
        case .unplugged: faults.edgesBeforeBreakingOff = Int(random.next(in: 1...38))
        case .stuckLow: faults.stuckLine = .low
        case .stuckHigh: faults.stuckLine = .high
        case .checksum: faults.hasWrongChecksum = true
        case .bitFlip: faults.flippedBits = [Int(random.next(in: 0...39))]
        case .droppedEdges: faults.droppedEdges = edges(strike.fault.edges, &random)
        case .mergedEdges: faults.mergedEdges = edges(strike.fault.edges, &random)
        case .lateStart: faults.lateStartMicroseconds = strike.fault.lateMicroseconds
        default: break
        }
        return faults
    }

    /// So many edges of a frame's 42, each once.
    private static func edges(_ count: Int, _ random: inout SplitMix64) -> [Int] {
        var all = [Int](0..<42)
        var drawn: [Int] = []
        while drawn.count < count, !all.isEmpty {
            drawn.append(all.remove(at: Int(random.next(in: 0...Int64(all.count - 1)))))
        }
        return drawn
    }
}
