internal import CGPIOD
public import RueSensors

/// **Experimental.** A GPIO line as the data line of a 1-Wire bus, for `BitBangedOneWireBus`, through the
/// kernel's GPIO character device and libgpiod 1.6 or 2. Open drain: it is pulled low or let go of, and
/// never driven high; the resistor of 4.7 kΩ to 3.3 V is needed.
///
/// Nothing is opened before the first slot. From then on the line is held, until an error, or until the
/// object goes; either lets go of it. Each slot is one call into C that watches CLOCK_MONOTONIC and does
/// not sleep, for 1 ms at most; where the system permits it (`LimitRTPRIO=1` in a systemd unit, or
/// CAP_SYS_NICE), ahead of all ordinary programs (SCHED_FIFO). Not thread-safe.
public final class GPIOOneWireLine: OneWireLine {
    /// The chip's device file.
    public let chip: String
    /// The line's number on the chip: on a Raspberry Pi's `/dev/gpiochip0`, the GPIO number.
    public let offset: UInt32
    /// Whether the last slot ran ahead of all ordinary programs.
    public private(set) var hadPriority = false

    private var handle: UnsafeMutableRawPointer?

    /// Names a line; nothing is opened.
    ///
    /// - Parameters:
    ///   - chip: the chip's device file.
    ///   - offset: the line's number on the chip.
    public init(chip: String = "/dev/gpiochip0", offset: UInt32) {
        self.chip = chip
        self.offset = offset
    }

    deinit { release() }

    /// Runs a slot. Blocks for its length, or for as long as the system keeps the program from it.
    ///
    /// - Parameter slot: the times that are wanted, 1000 µs at most.
    /// - Returns: what the line was, and what the times were.
    /// - Throws: `.cannotOpenChip`, `.noSuchLine`, `.lineBusy`, `.unsupported` for longer slots, `.os`.
    public func run(_ slot: OneWireSlot) throws(BusError) -> OneWireSlot.Outcome {
        guard slot.lengthMicroseconds <= 1000 else { throw .unsupported }
        let handle = try open()
        var answer = rue_gpio_slot()
        let result = rue_gpio_wire_slot(
            handle, offset, slot.lowMicroseconds, slot.sampleMicroseconds,
            slot.lengthMicroseconds, &answer)
        hadPriority = answer.urgent
        guard result >= 0 else {
            release()
            throw .os(errno: -result)
        }
        return OneWireSlot.Outcome(
            isHigh: answer.high, endsHigh: answer.ends_high, low: answer.low_ns,
            sample: answer.sample_ns, rise: answer.rise_least_ns...answer.rise_most_ns)
    }

    private func open() throws(BusError) -> UnsafeMutableRawPointer {
        if let handle { return handle }
        var holder = [UInt8](repeating: 0, count: Int(RUE_GPIO_HOLDER_SIZE))
        var step: Int32 = 0
        let result = rue_gpio_wire_open(chip, offset, &step, &holder, &handle)
        guard result >= 0, let handle else {
            throw .gpio(-result, at: step, chip: chip, line: offset, holder: holder)
        }
        return handle
    }

    private func release() {
        if let handle { rue_gpio_output_close(handle) }
        handle = nil
    }
}
