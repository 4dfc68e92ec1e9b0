/// What can go wrong on a bus, whatever the chip on it.
public enum BusError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody answered at the address (EREMOTEIO or ENXIO on Linux).
    case noAcknowledge
    /// Another controller won the bus (EAGAIN on Linux). Trying again later is right.
    case arbitrationLost
    /// The transfer did not end in the adapter's time: a line is held low, or no pull-ups.
    case timedOut
    /// Fewer bytes came than were asked for.
    case shortTransfer(expected: Int, actual: Int)
    /// The address belongs to a driver of the kernel, or to another program (EBUSY on Linux).
    case busy
    /// The adapter cannot do a transfer of this shape.
    case unsupported
    /// The bus was closed before this transfer.
    case closed
    /// The bus cannot be opened; `path` is the device file, `errno` the system's reason.
    case cannotOpen(path: String, errno: Int32)
    /// The GPIO chip cannot be opened; `path` is the device file, `errno` the system's reason.
    case cannotOpenChip(path: String, errno: Int32)
    /// The GPIO chip has no line of this number.
    case noSuchLine(chip: String, line: UInt32)
    /// The GPIO line is held by another program, or by a driver of the kernel; `holder` is how it
    /// calls itself, empty if it does not.
    case lineBusy(chip: String, line: UInt32, holder: String)
    /// Any other refusal by the operating system.
    case os(errno: Int32)

    /// What happened and what to do, for a person.
    public var description: String {
        switch self {
        case .noAcknowledge:
            "nothing answers at this address (check the wiring, the power and the address)"
        case .arbitrationLost:
            "another controller was using the bus"
        case .timedOut:
            "the bus did not finish in time (is a line held low, or a pull-up missing?)"
        case .shortTransfer(let expected, let actual):
            "only " + String(actual) + " of " + String(expected) + " bytes came"
        case .busy:
            "the device is in use by a kernel driver (unbind it, or remove its overlay)"
        case .unsupported:
            "the bus adapter cannot make this kind of transfer"
        case .closed:
            "the bus is closed"
        case .cannotOpen(let path, let errno):
            "cannot open " + path + ": " + BusError.openingAdvice(errno)
        case .cannotOpenChip(let path, let errno):
            "cannot open " + path + ": " + BusError.chipAdvice(errno)
        case .noSuchLine(let chip, let line):
            chip + " has no line " + String(line) + " (gpioinfo lists those that it has)"
        case .lineBusy(let chip, let line, let holder):
            "line " + String(line) + " of " + chip + " is held by "
                + (holder.isEmpty ? "another program or a driver" : "\"" + holder + "\"")
                + " (stop that program, or remove the overlay)"
        case .os(let errno):
            "the system refused the transfer (errno " + String(errno) + ")"
        }
    }

    /// The errno values have these numbers on every Linux that Rue runs on (asm-generic).
    private static func openingAdvice(_ errno: Int32) -> String {
        switch errno {
        case 2, 6, 19:
            "there is no such bus (enable I2C: `raspi-config nonint do_i2c 0`, or load i2c-dev)"
        case 1, 13:
            "permission denied (add the user to the group i2c)"
        case 25:
            "this file is not an I2C bus"
        default:
            "errno " + String(errno)
        }
    }

    private static func chipAdvice(_ errno: Int32) -> String {
        switch errno {
        case 2, 6: "there is no such GPIO chip (gpiodetect lists those that there are)"
        case 1, 13: "permission denied (add the user to the group gpio)"
        case 19, 22, 25: "this file is not a GPIO chip"
        default: "errno " + String(errno)
        }
    }
}
