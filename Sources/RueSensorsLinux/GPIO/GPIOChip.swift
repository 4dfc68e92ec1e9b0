internal import CGPIOD
public import RueSensors

/// A GPIO chip of the kernel as it is at a moment, for looking around.
public struct GPIOChip: Equatable, Sendable {
    /// A line that a program or a driver of the kernel has.
    public struct UsedLine: Equatable, Sendable {
        /// The line's number on the chip.
        public let offset: UInt32
        /// How its user calls itself; empty if it does not.
        public let holder: String
    }

    /// The device file.
    public let path: String
    /// The chip's name, such as `pinctrl-bcm2835`.
    public let label: String
    /// How many lines the chip has.
    public let lineCount: Int
    /// The lines in use, ascending; the first 256.
    public let usedLines: [UsedLine]

    /// Looks at a chip. None of its lines is taken or changed. Blocks for one call of the system a
    /// line.
    ///
    /// - Parameter path: such as `/dev/gpiochip0`.
    /// - Throws: `.cannotOpenChip`, whose description says what to do; `.os`.
    public init(lookingAt path: String) throws(BusError) {
        let capacity = 256
        let size = Int(RUE_GPIO_HOLDER_SIZE)
        var label = [UInt8](repeating: 0, count: size)
        var offsets = [UInt32](repeating: 0, count: capacity)
        var holders = [UInt8](repeating: 0, count: capacity * size)
        var lines: UInt32 = 0
        var step: Int32 = 0
        let count = rue_gpio_look(
            path, &label, &lines, &offsets, &holders, Int32(capacity), &step)
        if count < 0 {
            throw Int(step) == RUE_GPIO_OPENING
                ? .cannotOpenChip(path: path, errno: -count) : .os(errno: -count)
        }
        self.path = path
        self.label = GPIOChip.text(label[...])
        lineCount = Int(lines)
        usedLines = (0..<Int(count)).map { index in
            UsedLine(
                offset: offsets[index],
                holder: GPIOChip.text(holders[(index * size)..<((index + 1) * size)]))
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
