/// Why a sensor gave no value. Says what and why; the caller knows which sensor and where.
public enum SensorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bus failed.
    case bus(BusError)
    /// Another chip answers, or none that is known.
    case unexpectedChip(expected: String, found: String)
    /// The device did not answer at all.
    case noAnswer
    /// A transmission came with this many falling edges, too few to be made whole.
    case truncatedFrame(edges: Int)
    /// The device bears no measurement for so many milliseconds yet.
    case tooEarly(milliseconds: UInt64)
    /// What came does not match its checksum.
    case checksumMismatch(expected: UInt8, actual: UInt8)
    /// The chip's factory calibration is blank or impossible: a broken chip, or a dead bus.
    case invalidCalibration
    /// Two readings of the same calibration differ: noise on the bus.
    case unstableCalibration
    /// Two readings of the same values differ, or the chip holds something else than was just
    /// written: noise on the bus.
    case unstableData
    /// The configuration asks for what this chip cannot do.
    case unsupported(String)
    /// The chip was reset (a brown-out, or replaced) since it was configured.
    case configurationLost
    /// The conversion did not end before its deadline.
    case notReady
    /// Nothing was started, so there is nothing to collect.
    case notStarted
    /// The value lies outside what the chip can measure; it is reported, never clamped. (A BME280's
    /// humidity is held to 0…100 %, as its datasheet does.)
    case outOfRange(quantity: Quantity, milli: Int64)
    /// Nothing but zeros came: the line is held low. Zeros pass the checksum of 1-Wire.
    case shortedBus
    /// The chip says what it says before its first conversion, which therefore failed.
    case powerOnValue(milli: Int64)
    /// The chip holds other settings than were written into it.
    case settingsRefused

    /// What happened and what to do, for a person.
    public var description: String {
        switch self {
        case .bus(let error):
            error.description
        case .unexpectedChip(let expected, let found):
            "expected " + expected + ", found " + found
        case .noAnswer:
            "nothing answers (check the wiring, the power, the pull-up and the line's number)"
        case .truncatedFrame(let edges):
            "the answer is incomplete: " + String(edges)
                + " falling edges (a busy machine now and then; often: shorten the wire)"
        case .tooEarly(let milliseconds):
            "asked too early: the sensor needs a pause of another " + String(milliseconds) + " ms"
        case .checksumMismatch(let expected, let actual):
            "checksum " + hex(actual) + " where " + hex(expected)
                + " was expected (noise: shorten the wire, check the pull-up)"
        case .invalidCalibration:
            "the chip's factory calibration is blank (broken chip, or bus lines stuck)"
        case .unstableCalibration:
            "the calibration reads differently twice (noise: shorten the wires, lower the bus speed)"
        case .unstableData:
            "the bus garbles what it carries: read twice, the same values differ (noise: shorten the"
                + " wires, lower the bus speed)"
        case .unsupported(let what):
            "this chip cannot do " + what
        case .configurationLost:
            "the chip was reset during the measurement (check its power supply)"
        case .notReady:
            "the measurement did not finish in time"
        case .notStarted:
            "no measurement was started"
        case .outOfRange(let quantity, let milli):
            "the value " + Reading(quantity, milli: milli).description
                + " lies outside the chip's range"
        case .shortedBus:
            "the data line is held low (a short to ground, or a sensor plugged in the wrong way)"
        case .powerOnValue(let milli):
            String((milli + 500) / 1000) + " °C is what the sensor says when it was reset while it "
                + "measured (check its power; it needs its own supply wire)"
        case .settingsRefused:
            "the sensor does not keep its settings (its memory is worn out, or it is a clone)"
        }
    }
}

/// Two hexadecimal digits with their prefix: `0x0a`.
func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0x0" : "0x") + String(byte, radix: 16)
}
