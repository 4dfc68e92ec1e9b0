import RueSensors
import RueSensorsSimulation

/// A virtual clock that counts how often it is looked at, and jumps forward before one of these
/// looks: the machine was asleep.
final class JumpingClock: SensorClock {
    let clock: VirtualClock
    /// How often it was looked at so far: the index of the next look.
    private(set) var looks = 0
    /// Before which look it jumps, and how far, in µs.
    var jump: (look: Int, microseconds: UInt64)?

    init(_ clock: VirtualClock) { self.clock = clock }

    var monotonicMicroseconds: UInt64 {
        if let jump, jump.look == looks { clock.advance(microseconds: jump.microseconds) }
        looks += 1
        return clock.monotonicMicroseconds
    }

    /// Lets time pass, as sleeping does, but unnoticed.
    func advance(milliseconds: UInt64) { clock.advance(milliseconds: milliseconds) }

    func sleep(microseconds: UInt64) { clock.sleep(microseconds: microseconds) }
}
