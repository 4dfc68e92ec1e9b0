/// One GPIO line on which a driver sends a start pulse, and then listens to what a device answers
/// by pulling the line low again and again. Not thread-safe: one thread owns it.
public protocol PulseLine: AnyObject {
    /// Drives the line low, lets go of it, and records when it falls, until `maximumEdges` have
    /// come or `windowMicroseconds` have passed.
    ///
    /// Blocks for both times together at most, plus what the system takes to wake the thread. The
    /// line is let go of and released afterwards, also on an error.
    ///
    /// - Parameters:
    ///   - microseconds: how long to hold the line low.
    ///   - maximumEdges: how many falling edges are enough.
    ///   - windowMicroseconds: how long to listen, from the moment when the line is let go.
    /// - Returns: when each falling edge came, oldest first, in nanoseconds of a monotonic clock;
    ///   empty if nothing answered. Edges may be missing.
    /// - Throws: ``BusError``.
    func capture(holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32)
        throws(BusError) -> [UInt64]
}
