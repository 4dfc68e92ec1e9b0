internal import CGPIOD
internal import RueSensors

extension BusError {
    /// What an errno of the shim means at its step.
    static func gpio(
        _ errno: Int32, at step: Int32, chip: String, line: UInt32, holder: [UInt8]
    ) -> BusError {
        switch (Int(step), errno) {
        case (RUE_GPIO_OPENING, _):
            .cannotOpenChip(path: chip, errno: errno)
        case (RUE_GPIO_FINDING_LINE, EINVAL):
            .noSuchLine(chip: chip, line: line)
        case (_, EBUSY):
            .lineBusy(
                chip: chip, line: line,
                holder: String(decoding: holder.prefix { $0 != 0 }, as: UTF8.self))
        default:
            .os(errno: errno)
        }
    }
}
