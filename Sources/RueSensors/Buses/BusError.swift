/// What can go wrong on a bus, whatever the chip on it.
public enum BusError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody answered at the address (EREMOTEIO, ENXIO or ENODEV on Linux, as the adapter
    /// has it).
    case noAcknowledge
    /// Another controller won the bus (EAGAIN on Linux). Trying again later is right.
    case arbitrationLost
    /// The transfer did not end in the adapter's time: a line is held low, or no pull-ups.
    case timedOut
    /// Fewer bytes came than were asked for.
    case shortTransfer(expected: Int, actual: Int)
    /// The device is in use (EBUSY on Linux).
    case busy
    /// The address on the bus belongs to a driver of the kernel; `holder` is its name, empty if it
    /// is not known.
    case addressBusy(bus: String, address: UInt8, holder: String)
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
    /// The GPIO line cannot tell when it falls: its chip has no interrupts.
    case noEdgeEvents(chip: String, line: UInt32)
    /// No device answered the reset of a 1-Wire bus with a presence pulse, or the kernel's driver
    /// could not read from it.
    case noPresence
    /// The kernel has no 1-Wire bus: `folder` is missing, or has no bus master in it.
    case noOneWire(folder: String)
    /// The device is not among those on the bus.
    case noSuchDevice(name: String, found: [String])
    /// More than one device is on the bus, and none was named.
    case severalDevices(found: [String])
    /// The kernel's industrial I/O has no device: `folder` is missing or empty; `overlay` is the line
    /// of config.txt that loads the driver.
    case noKernelSensor(folder: String, overlay: String)
    /// The device is not among those of the kernel's industrial I/O; `overlay` is the line of
    /// config.txt that loads its driver.
    case noSuchKernelSensor(name: String, found: [String], overlay: String)
    /// More than one device of the kernel's industrial I/O fits, and none was named.
    case severalKernelSensors(found: [String])
    /// The kernel's driver could not make a value of what its sensor sent, or got no answer from it
    /// (EIO on Linux).
    case damagedAnswer
    /// An earlier question was abandoned, and the kernel still works on it.
    case unanswered
    /// A file of the kernel holds what its driver does not write.
    case malformed(path: String, text: String)
    /// The data line of a 1-Wire bus does not rise: a short, or a device the wrong way round.
    case lineHeldLow
    /// What came back from a search of a 1-Wire bus is no device's code, or has no end.
    case garbledSearch
    /// The 1-Wire bridge was reset in the middle of an exchange, and lost its configuration.
    case bridgeReset
    /// What answers in the bridge's place does not behave like one; `status` is what it said.
    case unexpectedBridge(status: UInt8)
    /// The system interrupted a program that times a 1-Wire bus by itself, again and again: nothing
    /// that was read is certain.
    case lateSlot
    /// A 1-Wire device without a supply wire is on a line that cannot feed it.
    case noStrongPullUp
    /// The kernel's file that sets the resolution of a 1-Wire thermometer cannot be written to.
    case cannotSetResolution(path: String, errno: Int32)
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
        case .addressBusy(let bus, let address, let holder):
            "address " + hex(address) + " of " + bus + " is held by "
                + (holder.isEmpty ? "a driver of the kernel" : "the kernel's driver " + holder)
                + " (remove its overlay, or unbind it)"
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
        case .noEdgeEvents(let chip, let line):
            "line " + String(line) + " of " + chip
                + " has no interrupts (wire the sensor to a pin of the processor itself)"
        case .noPresence:
            "no sensor answers on the 1-Wire bus (check its wiring, its power and the 4.7 kilohm"
                + " pull-up from data to 3.3 V)"
        case .noOneWire(let folder):
            "there is no 1-Wire bus in " + folder + " (add `dtoverlay=w1-gpio` to"
                + " /boot/firmware/config.txt and restart)"
        case .noSuchDevice(let name, let found):
            BusError.missing(name, among: found)
        case .severalDevices(let found):
            "several sensors are on the bus, name one of them: " + BusError.list(found)
        case .noKernelSensor(let folder, let overlay):
            "the kernel has no sensor in " + folder + " (add `" + overlay
                + "` to /boot/firmware/config.txt and restart)"
        case .noSuchKernelSensor(let name, let found, let overlay):
            name + " is not among the kernel's sensors, there are: " + BusError.list(found)
                + " (`" + overlay + "` in /boot/firmware/config.txt loads its driver)"
        case .severalKernelSensors(let found):
            "several sensors of the kernel fit, name one of them: " + BusError.list(found)
        case .damagedAnswer:
            "the kernel's driver could not use what the sensor answered: a wrong checksum, or no"
                + " answer (check the wiring; dmesg may say more)"
        case .unanswered:
            "the kernel still works on an earlier reading (if this stays, restart the machine)"
        case .malformed(let path, let text):
            path + " holds \"" + text + "\", which the kernel's driver does not write"
        case .lineHeldLow:
            "the 1-Wire data line is held low (a short to ground, or a sensor plugged in the wrong"
                + " way)"
        case .garbledSearch:
            "the search of the 1-Wire bus found what cannot be (noise: shorten the wire, check the"
                + " pull-up)"
        case .bridgeReset:
            "the 1-Wire bridge was reset meanwhile (check its power supply)"
        case .unexpectedBridge(let status):
            "what answers is no DS2482 bridge, it says " + hex(status)
                + " (check the address, and that no other chip has it)"
        case .lateSlot:
            "the system interrupts the bit-banged 1-Wire bus too often (run with priority:"
                + " LimitRTPRIO=1; better: use the kernel's 1-Wire, or a DS2482)"
        case .noStrongPullUp:
            "a sensor without a supply wire is on this 1-Wire line, which cannot feed it (connect its"
                + " supply to 3.3 V, or use a DS2482)"
        case .cannotSetResolution(let path, let errno):
            "cannot set the resolution through " + path + ": " + BusError.resolutionAdvice(errno)
        case .os(let errno):
            "the system refused the transfer (errno " + String(errno) + ": "
                + BusError.transferAdvice(errno) + ")"
        }
    }

    private static func missing(_ name: String, among found: [String]) -> String {
        if found.isEmpty {
            return name + " is not on the 1-Wire bus, nor is any other sensor (check the wiring and"
                + " the 4.7 kilohm pull-up from data to 3.3 V)"
        }
        // What the kernel makes of a line that floats.
        let isNoise = found.contains { $0.hasPrefix("00-") }
        return name + " is not on the 1-Wire bus; there are: " + list(found)
            + (isNoise ? " (00-... is noise: is the pull-up missing?)" : "")
    }

    /// The first few names: a text has to fit into a record.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(6).joined(separator: ", ")
        return names.count > 6 ? shown + " and " + String(names.count - 6) + " more" : shown
    }

    /// The errno values have these numbers on every Linux that Rue runs on (asm-generic).
    private static func openingAdvice(_ errno: Int32) -> String {
        switch errno {
        case 2, 6, 19:
            "there is no such bus (enable I2C: `sudo raspi-config nonint do_i2c 0`, or load i2c-dev)"
        case 1, 13:
            "permission denied (add the user to the group i2c)"
        case 25:
            "this file is not an I2C bus"
        default:
            "errno " + String(errno)
        }
    }

    private static func transferAdvice(_ errno: Int32) -> String {
        switch errno {
        case 5: "shorten the wires or lower the bus speed; let no other program use the sensor"
        case 1, 13: "permission denied; add the user to the groups i2c and gpio"
        default: "dmesg may say more"
        }
    }

    private static func resolutionAdvice(_ errno: Int32) -> String {
        switch errno {
        case 2: "the kernel has no such file (Linux 5.8 brought it; or do without `resolution`)"
        case 1, 13, 30:
            "permission denied (give the file to the program's group by a udev rule, or do without"
                + " `resolution`)"
        default: "errno " + String(errno)
        }
    }

    private static func chipAdvice(_ errno: Int32) -> String {
        switch errno {
        case 2, 6: "there is no such GPIO chip (gpiodetect lists those that there are)"
        case 1, 13: "permission denied (add the user to the group gpio)"
        case 19, 21, 22, 25: "this file is not a GPIO chip"
        default: "errno " + String(errno)
        }
    }
}
