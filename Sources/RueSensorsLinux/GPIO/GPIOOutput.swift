internal import CGPIOD
public import RueSensors

/// A line of a GPIO chip as an output, through the kernel's GPIO character device and libgpiod 1.6
/// or 2: a relay, a fan, a humidifier, the supply of a sensor.
///
/// Nothing is opened before ``open()`` or the first ``set(_:)``. From then on the line is held, so
/// that no other program can switch it, until ``close()``, or until the object goes: either leaves
/// the line in its safe state first. **A program that is killed cannot do so.** What a line does
/// that nobody holds is the kernel's affair: most leave it as it is, some make it an input. So wire
/// what must not run unattended in such a way that it is off while the line is an input (a resistor
/// that pulls the relay's input to "off").
///
/// A call blocks for a few calls of the system, however long a relay takes to follow.
///
/// ```swift
/// let fan = GPIOOutput(chip: "/dev/gpiochip0", offset: 17, isActiveLow: true)
/// try fan.set(true)
/// ```
///
/// Not thread-safe.
public final class GPIOOutput: DigitalOutput {
    /// The chip's device file.
    public let chip: String
    /// The line's number on the chip: on a Raspberry Pi's `/dev/gpiochip0`, the GPIO number.
    public let offset: UInt32
    /// Whether 0 V is on, as of most relay boards.
    public let isActiveLow: Bool
    /// What ``open()`` drives, from the first moment.
    public let initialState: Bool
    /// What is driven last; nil leaves what was set.
    public let safeState: Bool?

    private var handle: UnsafeMutableRawPointer?
    private var state = false
    private var isClosed = false

    /// Names a line; nothing is opened.
    ///
    /// - Parameters:
    ///   - chip: the chip's device file.
    ///   - offset: the line's number on the chip.
    ///   - isActiveLow: whether 0 V is on.
    ///   - initialState: what ``open()`` drives.
    ///   - safeState: what is driven before the line is let go of; nil leaves what was set.
    public init(
        chip: String = "/dev/gpiochip0", offset: UInt32, isActiveLow: Bool = false,
        initialState: Bool = false, safeState: Bool? = false
    ) {
        self.chip = chip
        self.offset = offset
        self.isActiveLow = isActiveLow
        self.initialState = initialState
        self.safeState = safeState
    }

    deinit {
        // Nobody is left who could be told that this failed.
        _ = release()
    }

    /// What was set last; false while nothing is driven.
    public var isOn: Bool { state }

    /// Takes the line and drives ``initialState``; does nothing when it is taken.
    ///
    /// - Throws: `.cannotOpenChip`, `.noSuchLine`, `.lineBusy`, `.closed`, `.os`.
    public func open() throws(BusError) { try request(driving: initialState) }

    /// Switches the line, which is taken first where it is not: then it has this state from the
    /// first moment, and ``initialState`` never. Blocks for a few calls of the system.
    ///
    /// After an error the line is let go of, and taken anew by the next call: a chip that was
    /// unplugged is found when it is back.
    ///
    /// - Parameter isOn: on, or off.
    /// - Throws: `.cannotOpenChip`, `.noSuchLine`, `.lineBusy`, `.closed`, `.os`.
    public func set(_ isOn: Bool) throws(BusError) {
        guard let handle else { return try request(driving: isOn) }
        let result = rue_gpio_output_set(handle, offset, isOn)
        if result >= 0 {
            state = isOn
            return
        }
        rue_gpio_output_close(handle)
        self.handle = nil
        state = false
        throw .os(errno: -result)
    }

    /// Drives ``safeState`` and lets go of the line. A second time does nothing.
    ///
    /// - Throws: `.os`, when the safe state could not be set; the line is let go of all the same.
    public func close() throws(BusError) {
        isClosed = true
        let result = release()
        if result < 0 { throw .os(errno: -result) }
    }

    private func request(driving isOn: Bool) throws(BusError) {
        if isClosed { throw .closed }
        if handle != nil { return }
        var holder = [UInt8](repeating: 0, count: Int(RUE_GPIO_HOLDER_SIZE))
        var step: Int32 = 0
        let result = rue_gpio_output_open(
            chip, offset, isActiveLow, isOn, &step, &holder, &handle)
        guard result >= 0 else {
            throw .gpio(-result, at: step, chip: chip, line: offset, holder: holder)
        }
        state = isOn
    }

    private func release() -> Int32 {
        guard let handle else { return 0 }
        var result: Int32 = 0
        if let safeState { result = rue_gpio_output_set(handle, offset, safeState) }
        rue_gpio_output_close(handle)
        self.handle = nil
        state = false
        return result
    }
}
