internal import CGPIOD
public import RueSensors

/// A line of a GPIO chip, through the kernel's GPIO character device and libgpiod 1.6 or 2.
///
/// Nothing is opened before the first capture, and the line is released after each, so that a chip
/// that is missing is the fault of one sample and not of the program, and another program may use
/// the line in between. Not thread-safe.
///
/// Where the system permits it (`LimitRTPRIO=1` in a systemd unit, `rtprio` in limits.conf, or
/// CAP_SYS_NICE), the calling thread runs ahead of all ordinary programs for the few milliseconds of
/// a capture (SCHED_FIFO), nearly all of which it sleeps, and as before afterwards. Where not, it
/// runs as an ordinary one, and a busy machine costs more frames; nothing else changes.
public final class GPIOLine: PulseLine {
    /// The chip's device file.
    public let chip: String
    /// The line's number on the chip: on a Raspberry Pi's `/dev/gpiochip0`, the GPIO number.
    public let offset: UInt32
    /// Whether the last capture ran ahead of all ordinary programs.
    public private(set) var hadPriority = false

    /// Names a line; nothing is opened.
    ///
    /// - Parameters:
    ///   - chip: the chip's device file.
    ///   - offset: the line's number on the chip.
    public init(chip: String = "/dev/gpiochip0", offset: UInt32) {
        self.chip = chip
        self.offset = offset
    }

    /// Drives the line low, lets go of it, and records when it falls. Timestamps are those of the
    /// kernel's interrupt handler (CLOCK_MONOTONIC).
    ///
    /// Blocks for both times together at most, plus what the system takes to wake the thread.
    ///
    /// - Parameters:
    ///   - microseconds: how long to hold the line low.
    ///   - maximumEdges: how many falling edges are enough; at most 128 are recorded.
    ///   - windowMicroseconds: how long to listen, from the moment when the line is let go.
    /// - Returns: when each falling edge came, oldest first, in nanoseconds.
    /// - Throws: `.cannotOpenChip`, `.noSuchLine`, `.lineBusy`, `.noEdgeEvents`, `.os`.
    public func capture(
        holdingLow microseconds: UInt32, maximumEdges: Int, windowMicroseconds: UInt32
    ) throws(BusError) -> [UInt64] {
        let capacity = max(0, min(maximumEdges, Int(RUE_GPIO_MAXIMUM_EDGES)))
        var times = [UInt64](repeating: 0, count: capacity)
        var holder = [UInt8](repeating: 0, count: Int(RUE_GPIO_HOLDER_SIZE))
        var step: Int32 = 0
        let count = rue_gpio_capture(
            chip, offset, microseconds, windowMicroseconds, &times, Int32(capacity), &step, &holder,
            &hadPriority)
        guard count >= 0 else { throw error(-count, at: step, holder: holder) }
        return [UInt64](times.prefix(Int(count)))
    }

    /// The version of libgpiod that the program runs with, such as `1.6.3` or `2.2.1`.
    public static var libraryVersion: String { String(cString: rue_gpio_library_version()) }

    func error(_ errno: Int32, at step: Int32, holder: [UInt8]) -> BusError {
        switch (Int(step), errno) {
        case (RUE_GPIO_REQUESTING, ENXIO), (RUE_GPIO_REQUESTING, ENODEV):
            .noEdgeEvents(chip: chip, line: offset)
        default:
            .gpio(errno, at: step, chip: chip, line: offset, holder: holder)
        }
    }
}
