/// One measured value, as an exact integer.
public struct Reading: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// What was measured.
    public let quantity: Quantity
    /// The value in thousandths of the quantity's unit: m°C, m%RH or mPa.
    public let milli: Int64
    /// How far the value can be trusted; empty for an ordinary reading.
    public let flags: Flags

    /// Makes a reading.
    ///
    /// - Parameters:
    ///   - quantity: what was measured.
    ///   - milli: the value in thousandths of the quantity's unit.
    ///   - flags: how far the value can be trusted.
    public init(_ quantity: Quantity, milli: Int64, flags: Flags = []) {
        self.quantity = quantity
        self.milli = milli
        self.flags = flags
    }

    /// For a person, with every digit: `temperature 21.370 Cel`.
    public var description: String {
        quantity.name + " " + Reading.decimal(milli) + " " + quantity.unit
    }

    static func decimal(_ milli: Int64) -> String {
        let magnitude = milli.magnitude
        let fraction = String(magnitude % 1000 + 1000).dropFirst()
        return (milli < 0 ? "-" : "") + String(magnitude / 1000) + "." + String(fraction)
    }
}
